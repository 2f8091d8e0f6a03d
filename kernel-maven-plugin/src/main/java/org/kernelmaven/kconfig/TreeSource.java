package org.kernelmaven.kconfig;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kernelmaven.kconfig.language.KconfigException;
import org.kernelmaven.kconfig.language.KconfigSource;
import org.kernelmaven.kconfig.language.Place;

/**
 * The Kconfig files of a tree, read from the build tree first and the source tree then; nothing beyond them is read.
 */
class TreeSource implements KconfigSource {

    /** The largest Kconfig file of 6.12 has 100 KB. */
    private static final long MAX_BYTES = 4L << 20;

    private final List<Path> roots;
    private final Map<String, String> environment;
    private final @Nullable Probes probes;

    /**
     * @param roots where files are looked for, in order
     * @param environment what {@code $(NAME)} sees
     * @param probes null where commands may not run
     */
    TreeSource(List<Path> roots, Map<String, String> environment, @Nullable Probes probes) {
        this.roots = List.copyOf(roots);
        this.environment = Map.copyOf(environment);
        this.probes = probes;
    }

    @Override
    public @Nullable String read(String name, Place place) throws IOException {
        try {
            for (var root : roots) {
                var file = root.resolve(name).normalize();
                if (Files.isRegularFile(file)) {
                    return read(file, root, name, place);
                }
            }
        } catch (InvalidPathException e) {
            throw new KconfigException(List.of(place + ": '" + name + "' is no path"));
        }
        return null;
    }

    private String read(Path file, Path root, String name, Place place) throws IOException {
        if (!file.toRealPath().startsWith(root.toRealPath())) {
            throw new KconfigException(
                    List.of(place + ": '" + name + "' is outside of the tree '" + root + "': it is not read"));
        }
        if (Files.size(file) > MAX_BYTES) {
            throw new KconfigException(List.of(place + ": '" + name + "' has " + Files.size(file)
                    + " bytes: a Kconfig file has " + MAX_BYTES + " at most"));
        }
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }

    @Override
    public @Nullable String environment(String name) {
        return environment.get(name);
    }

    @Override
    public String shell(String command, Place place) {
        if (probes == null) {
            throw new KconfigException(List.of(place + ": commands may not run: $(shell," + command + ")"));
        }
        return probes.answer(command);
    }
}
