package org.kernelmaven.artifact;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The headers of {@code include/dt-bindings}: numbers that device tree sources and drivers share. Most are those of
 * controllers within chips that only device trees describe, one header for nearly each chip: a kernel without device
 * trees ({@code CONFIG_OF}) has no use for these but where other headers include them. Those of devices that stand
 * alone, such as network and sound chips, are of use to every kernel.
 */
public final class BindingHeaders {

    private static final String FOLDER = "include/dt-bindings";
    private static final String NAME = "dt-bindings/";
    private static final Pattern WITHIN_CHIPS = Pattern.compile(FOLDER
            + "/(arm|bus|clock|dma|firmware|gce|interconnect|interrupt-controller|mailbox|memory|mips|pinctrl|pmu|power"
            + "|reset|soc)/.*");
    private static final Pattern INCLUDE = Pattern.compile("(?m)^[ \\t]*#[ \\t]*include[ \\t]*[<\"]([^>\"\\n]+)[>\"]");

    private final Path source;
    private final Set<String> included = new HashSet<>();

    private BindingHeaders(Path source) {
        this.source = source;
    }

    /** Whether a path of a source tree is that of a header for controllers within chips: not every dev tree has it. */
    public static boolean isWithinChips(String path) {
        return WITHIN_CHIPS.matcher(path).matches();
    }

    /**
     * Those that headers of a source tree include.
     *
     * @param folders where these headers are, relative to the source
     * @return paths, relative to the source
     */
    static Set<String> includedIn(Path source, String... folders) throws IOException {
        var headers = new BindingHeaders(source);
        for (var folder : folders) {
            headers.search(source.resolve(folder));
        }
        return headers.included;
    }

    private void search(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        var bindings = source.resolve(FOLDER);
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                return directory.equals(bindings) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (attributes.isRegularFile() && file.toString().endsWith(".h")) {
                    var text = Files.readString(file, StandardCharsets.ISO_8859_1);
                    if (text.contains(NAME)) {
                        add(text, file.resolveSibling(""));
                    }
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** What a text includes, and what that does; a quoted name may begin in the text's own folder. */
    private void add(String text, Path folder) throws IOException {
        record Text(String text, Path folder) {}
        var open = new ArrayDeque<Text>();
        open.add(new Text(text, folder));
        while (!open.isEmpty()) {
            var next = open.pop();
            var names = INCLUDE.matcher(next.text);
            while (names.find()) {
                var name = names.group(1);
                var file = name.startsWith(NAME)
                        ? source.resolve("include").resolve(name).normalize()
                        : next.folder.resolve(name).normalize();
                if (file.startsWith(source.resolve(FOLDER))
                        && Files.isRegularFile(file)
                        && included.add(source.relativize(file).toString())) {
                    open.add(new Text(Files.readString(file, StandardCharsets.ISO_8859_1), file.resolveSibling("")));
                }
            }
        }
    }
}
