package org.kernelmaven.kbuild;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.kernelmaven.tool.Host;

/**
 * Keeps pahole from encoding BTF on several threads, which numbers types in the order the threads end.
 *
 * <p>Kernels pass it {@code -j}: 5.16 to 6.9 from {@code scripts/pahole-flags.sh}, later ones from
 * {@code scripts/Makefile.btf}; some of those leave it out, or ask for {@code reproducible_build}, where
 * KBUILD_BUILD_TIMESTAMP is set. For the others a script of the same name, found first on the {@code PATH}, drops the
 * option; so the {@code PAHOLE} that Kconfig recorded stays as it is.
 */
final class PaholeInOrder {

    private static final String PROGRAMS = OwnFiles.DIRECTORY + "/bin";

    private PaholeInOrder() {}

    /** The directory to put on the {@code PATH}, or empty where pahole does not run or is in order. */
    static Optional<Path> write(Path view, Path buildTree, Host host) throws IOException {
        var pahole = host.find("pahole");
        var programs = buildTree.resolve(PROGRAMS);
        var script = programs.resolve("pahole");
        if (pahole.isEmpty() || !hasBtf(buildTree) || inOrder(view)) {
            Files.deleteIfExists(script);
            return Optional.empty();
        }
        OwnFiles.write(script, text(pahole.get().toAbsolutePath()), OwnFiles.PROGRAM);
        return Optional.of(programs);
    }

    private static boolean hasBtf(Path buildTree) throws IOException {
        var config = buildTree.resolve(".config");
        if (!Files.isRegularFile(config)) {
            return false;
        }
        try (var lines = Files.lines(config)) {
            return lines.anyMatch("CONFIG_DEBUG_INFO_BTF=y"::equals);
        }
    }

    private static boolean inOrder(Path view) throws IOException {
        var makefile = view.resolve("scripts/Makefile.btf");
        return Files.isRegularFile(makefile) && Files.readString(makefile).contains("KBUILD_BUILD_TIMESTAMP");
    }

    private static String text(Path pahole) {
        return """
                #!/bin/sh
                # pahole without -j: its output depends on the order in which threads end.
                for argument do
                    shift
                    case $argument in
                        -j | -j[0-9]* | --jobs | --jobs=*) ;;
                        *) set -- "$@" "$argument" ;;
                    esac
                done
                exec 'PAHOLE' "$@"
                """
                .replace("PAHOLE", pahole.toString().replace("'", "'\\''"));
    }
}
