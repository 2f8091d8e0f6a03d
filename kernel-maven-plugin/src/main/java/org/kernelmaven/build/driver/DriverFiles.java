package org.kernelmaven.build.driver;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The files of a driver: which of a folder count, and how they are copied. */
final class DriverFiles {

    /** What make leaves in a tree, and editors and patch beside a file (the kernel's .gitignore, Linux 6.1). */
    private static final Pattern LEFTOVER =
            Pattern.compile(".*\\.(?:o|ko|a|mod|mod\\.c|o\\.d|dwo|gcno|symvers|orig|rej|sw[op])"
                    + "|\\..*\\.(?:cmd|d|tmp)|modules\\.order|.*~|#.*#");

    private DriverFiles() {}

    /** The files of a folder that somebody wrote, as sorted paths relative to {@code root}; no link is followed. */
    static SortedSet<String> list(Path root, Path folder) throws IOException {
        var files = new TreeSet<String>();
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                return directory.endsWith(".git") ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isRegularFile()
                        && !LEFTOVER.matcher(String.valueOf(file.getFileName())).matches()) {
                    files.add(root.relativize(file).toString());
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return files;
    }

    /** Copies a file of a tree, which is read-only and linked elsewhere, to one that can be edited. */
    static void copy(Path source, Path target) throws IOException {
        Files.createDirectories(target.getParent());
        var temporary = target.resolveSibling("." + target.getFileName() + ".tmp");
        Files.deleteIfExists(temporary);
        Files.copy(source, temporary);
        Files.setPosixFilePermissions(
                temporary, PosixFilePermissions.fromString(Files.isExecutable(source) ? "rwxr-xr-x" : "rw-r--r--"));
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    }
}
