package org.kernelmaven.patch;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/** All files and symbolic links below a directory, by relative path; links are not followed. */
final class TreeListing {

    private TreeListing() {}

    /** All of a pristine tree or a view, but for the build directory. */
    static Map<String, BasicFileAttributes> of(Path root) throws IOException {
        return of(root, path -> path.equals(root.resolve(PatchPaths.BUILD_DIRECTORY)), path -> false);
    }

    /**
     * Some of a tree.
     *
     * @param skipDirectory directories not entered
     * @param skipFile files left out
     */
    static Map<String, BasicFileAttributes> of(Path root, Predicate<Path> skipDirectory, Predicate<Path> skipFile)
            throws IOException {
        var files = new HashMap<String, BasicFileAttributes>();
        var prefix = root.toString().length() + 1;
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                return !directory.equals(root) && skipDirectory.test(directory)
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if ((attributes.isRegularFile() || attributes.isSymbolicLink())
                        && !skipFile.test(file)
                        && !skipDirectory.test(file)) {
                    files.put(file.toString().substring(prefix), attributes);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                if (failure instanceof NoSuchFileException) {
                    // An editor's temporary file that is gone by now.
                    return FileVisitResult.CONTINUE;
                }
                throw failure;
            }
        });
        return files;
    }
}
