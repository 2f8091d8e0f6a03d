package org.kernelmaven.module;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.kernelmaven.UserException;
import org.kernelmaven.archive.Compression;

/**
 * A kernel's own modules: its {@code lib/modules/RELEASE} as {@code modules_install} and depmod leave it.
 *
 * <p>Names are those of {@code /proc/modules}: {@code -} is written {@code _}.
 */
public final class KernelModules {

    /** The largest module that is read, plain. */
    private static final long MOST_BYTES = 512L << 20;

    private static final int MOST_LINES = 1 << 20;
    private static final List<String> ENDINGS = List.of(".ko", ".ko.gz", ".ko.xz", ".ko.zst");

    private final Path directory;
    private final Map<String, Path> files = new HashMap<>();
    private final Set<String> builtIn = new HashSet<>();
    private final Map<String, List<String>> aliases = new HashMap<>();

    private KernelModules(Path directory) {
        this.directory = directory;
    }

    /** A kernel whose modules are not there. */
    public static KernelModules none() {
        return new KernelModules(Path.of(""));
    }

    /**
     * Reads the lists of {@code lib/modules/RELEASE}: which modules there are, which are built in, and their aliases.
     *
     * @throws UserException where {@code modules.dep} names a file outside
     */
    public static KernelModules read(Path directory) throws IOException {
        var modules = new KernelModules(directory.toAbsolutePath().normalize());
        var dep = directory.resolve("modules.dep");
        var listed = Files.isRegularFile(dep);
        if (listed) {
            lines(dep, modules::dependency);
        }
        // depmod may not have run where the kernel was installed, and lists no compression that it was built without.
        try (var all = Files.walk(modules.directory)) {
            all.filter(Files::isRegularFile)
                    .filter(file -> !listed || !file.toString().endsWith(".ko"))
                    .forEach(modules::add);
        }
        lines(directory.resolve("modules.builtin"), line -> modules.builtIn.add(name(line)));
        lines(directory.resolve("modules.alias"), modules::alias);
        return modules;
    }

    /** A module's name by its file's, whatever its compression: {@code a-b.ko.xz} is module {@code a_b}. */
    public static String name(String file) {
        var plain = file.substring(file.lastIndexOf('/') + 1);
        var dot = plain.indexOf(".ko");
        return normal(dot < 0 ? plain : plain.substring(0, dot));
    }

    /** A name as the kernel has it. */
    static String normal(String name) {
        return name.replace('-', '_');
    }

    /** Whether there is a module of that name, as a file. */
    boolean has(String name) {
        return files.containsKey(normal(name));
    }

    /** Whether a module of that name is part of the kernel's image. */
    boolean isBuiltIn(String name) {
        return builtIn.contains(normal(name));
    }

    /** The modules that a name may mean: its own, or those that have it for an alias; patterns are not tried. */
    List<String> meant(String name) {
        return has(name) ? List.of(normal(name)) : aliases.getOrDefault(normal(name), List.of());
    }

    /** The names of all, for messages. */
    public Set<String> names() {
        return Set.copyOf(files.keySet());
    }

    /**
     * The plain file of a module: decompressed where it is compressed.
     *
     * @param name one of {@link #names}
     * @param into where decompressed files go
     */
    public Path plain(String name, Path into) throws IOException {
        var file = files.get(normal(name));
        if (file == null) {
            throw new IllegalArgumentException("no module '" + name + "' in '" + directory + "'");
        }
        if (!Files.isRegularFile(file)) {
            throw new UserException("'" + directory + "' is damaged: its modules.dep names '" + file
                    + "', which is not there. Build or get the kernel's modules artifact again.");
        }
        if (file.toString().endsWith(".ko")) {
            return file;
        }
        var target = Files.createDirectories(into).resolve(normal(name) + ".ko");
        var temporary = target.resolveSibling("." + target.getFileName() + ".tmp");
        try {
            try (var plain = Compression.decompress(Files.newInputStream(file));
                    var out = Files.newOutputStream(temporary)) {
                var buffer = new byte[1 << 16];
                long total = 0;
                for (int n = plain.read(buffer); n >= 0; n = plain.read(buffer)) {
                    total += n;
                    if (total > MOST_BYTES) {
                        throw new UserException("Module '" + file + "' has more than " + (MOST_BYTES >> 20)
                                + " MiB when decompressed; no module is that large.");
                    }
                    out.write(buffer, 0, n);
                }
            }
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
        return target;
    }

    /** {@code kernel/lib/a.ko.xz: kernel/lib/b.ko.xz}: only the first path counts, what it needs it says itself. */
    private void dependency(String line) {
        var colon = line.indexOf(':');
        if (colon > 0) {
            var path = line.substring(0, colon);
            var file = directory
                    .resolve(path.startsWith("/") ? path.substring(1) : path)
                    .normalize();
            if (!file.startsWith(directory)) {
                throw new UserException("'" + directory.resolve("modules.dep") + "' names '" + path
                        + "', which is outside its directory.");
            }
            add(file);
        }
    }

    private void add(Path file) {
        var text = file.toString();
        if (ENDINGS.stream().anyMatch(text::endsWith)) {
            files.putIfAbsent(name(text), file);
        }
    }

    /** {@code alias crypto-crc32c crc32c_generic}. */
    private void alias(String line) {
        var words = line.split(" ");
        if (words.length == 3 && words[0].equals("alias") && words[1].indexOf('*') < 0) {
            aliases.computeIfAbsent(normal(words[1]), alias -> new ArrayList<>())
                    .add(normal(words[2]));
        }
    }

    private static void lines(Path file, Consumer<String> each) throws IOException {
        if (!Files.isRegularFile(file)) {
            return;
        }
        try (var reader =
                new BufferedReader(new InputStreamReader(Files.newInputStream(file), StandardCharsets.ISO_8859_1))) {
            var count = 0;
            for (var line = reader.readLine(); line != null && count < MOST_LINES; line = reader.readLine()) {
                each.accept(line);
                count++;
            }
        }
    }
}
