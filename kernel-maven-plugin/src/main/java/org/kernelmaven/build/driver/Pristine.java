package org.kernelmaven.build.driver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Collection;
import org.kernelmaven.store.Trees;

/**
 * The files of a copy as they were in the kernel's tree, in {@code target}: what edits are told against. Which tree
 * they are of is noted beside them, so that files of two trees are never mixed.
 */
final class Pristine {

    private final Path directory;
    private final Path files;
    private final Path complete;

    /** @param directory a directory of its own */
    Pristine(Path directory) {
        this.directory = directory;
        this.files = directory.resolve("files");
        this.complete = directory.resolve("origin");
    }

    /** Where the files are, at their paths in the tree. */
    Path files() {
        return files;
    }

    /** Whether all that a copy was made from is here. */
    boolean isComplete(DriverOrigin origin) throws IOException {
        return Files.isRegularFile(complete) && Files.readString(complete).equals(origin.toString());
    }

    /** Notes that all that a copy was made from is here. */
    void complete(DriverOrigin origin) throws IOException {
        Files.createDirectories(directory);
        Files.writeString(complete, origin.toString());
    }

    /** Adds files of a tree that are not here yet. */
    void add(Path tree, Collection<String> paths) throws IOException {
        Files.deleteIfExists(complete);
        for (var path : paths) {
            if (!Files.exists(files.resolve(path), LinkOption.NOFOLLOW_LINKS)) {
                DriverFiles.copy(tree.resolve(path), files.resolve(path));
            }
        }
    }

    /** Makes room for the files of another tree. */
    void clear() throws IOException {
        Trees.delete(directory);
    }
}
