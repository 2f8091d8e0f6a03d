package org.kernelmaven.kbuild;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Set;

/**
 * The plugin's own files in a build tree. A file that already says the same stays as it is: make compares times, and a
 * new seed file, for one, recompiles the whole kernel.
 */
final class OwnFiles {

    /** The directory of the plugin's own files, relative to the build tree. */
    static final String DIRECTORY = ".kernel-maven";

    static final Set<PosixFilePermission> PUBLIC = PosixFilePermissions.fromString("rw-r--r--");
    static final Set<PosixFilePermission> PROGRAM = PosixFilePermissions.fromString("rwxr-xr-x");
    static final Set<PosixFilePermission> SECRET = PosixFilePermissions.fromString("rw-------");

    private OwnFiles() {}

    static void write(Path file, String text, Set<PosixFilePermission> mode) throws IOException {
        write(file, text.getBytes(StandardCharsets.UTF_8), mode);
    }

    /** Writes a sibling with that mode from its creation on, and moves it over {@code file}. */
    static void write(Path file, byte[] bytes, Set<PosixFilePermission> mode) throws IOException {
        if (Files.isRegularFile(file)
                && Files.size(file) == bytes.length
                && Arrays.equals(Files.readAllBytes(file), bytes)
                && Files.getPosixFilePermissions(file).equals(mode)) {
            return;
        }
        Files.createDirectories(file.getParent());
        var temporary = file.resolveSibling("." + file.getFileName() + ".tmp");
        Files.deleteIfExists(temporary);
        Files.createFile(temporary, PosixFilePermissions.asFileAttribute(SECRET));
        try {
            Files.write(temporary, bytes);
            Files.setPosixFilePermissions(temporary, mode);
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }
}
