package org.kernelmaven.build.driver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.kernelmaven.UserException;

/**
 * What the files of an editable copy were copied from. It lies beside them as {@value #FILE_NAME}, to be kept under
 * version control with them: by it the same files are found again on another machine.
 *
 * @param kernel {@code groupId:artifactId:version}
 * @param tree the key of the patched tree
 * @param source the kernel's source in place of its recipe's, as {@code KIND:VALUE}; empty where the recipe's will do,
 *     or where it is on one machine only
 * @param directories of the tree, copied whole
 * @param files of the tree that were copied besides
 */
record DriverOrigin(
        String kernel, String tree, Optional<String> source, SortedSet<String> directories, SortedSet<String> files) {

    static final String FILE_NAME = "driver.origin";

    private static final String HEADER =
            """
            # Written by kernel:driver, read by kernel:driver-patch: what the files here were copied from.
            # Keep this file under version control together with them.
            """;

    /** Copies. */
    DriverOrigin {
        directories = new TreeSet<>(directories);
        files = new TreeSet<>(files);
    }

    /** Whether a directory was copied, and all of the further files and directories. */
    boolean has(TreePath driver, Collection<TreePath> extra) {
        return isInDirectory(driver.text() + "/")
                && extra.stream()
                        .allMatch(path -> files.contains(path.text())
                                || files.stream().anyMatch(path::holds)
                                || isInDirectory(path.text() + "/"));
    }

    /** Whether a file of the tree was copied as part of a directory. */
    boolean isInDirectory(String path) {
        return directories.stream().anyMatch(directory -> path.startsWith(directory + "/"));
    }

    /** The same copy with one more directory and the files it reaches. */
    DriverOrigin plus(String directory, Collection<String> more) {
        var all = new TreeSet<>(directories);
        all.add(directory);
        var others = new TreeSet<>(files);
        others.addAll(more);
        return new DriverOrigin(kernel, tree, source, all, others);
    }

    /** The origin of the copy in a folder; empty where there is no copy. */
    static Optional<DriverOrigin> read(Path copy) throws IOException {
        var file = copy.resolve(FILE_NAME);
        return Files.exists(file) ? Optional.of(parse(file)) : Optional.empty();
    }

    private static DriverOrigin parse(Path file) throws IOException {
        var kernel = "";
        var tree = "";
        var source = Optional.<String>empty();
        var directories = new TreeSet<String>();
        var files = new TreeSet<String>();
        var number = 0;
        for (var line : Files.readAllLines(file)) {
            number++;
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            var place = "'" + file + "' line " + number;
            var parts = line.split(" ", 2);
            switch (parts.length == 2 ? parts[0] : "") {
                case "kernel" -> kernel = parts[1];
                case "tree" -> tree = parts[1];
                case "source" -> source = Optional.of(parts[1]);
                case "directory" ->
                    directories.add(TreePath.parse(parts[1], place).text());
                case "file" -> files.add(TreePath.parse(parts[1], place).text());
                default ->
                    throw new UserException(place + ": '" + line + "' is not understood. Get the file back from version"
                            + " control; kernel:driver writes it.");
            }
        }
        if (kernel.isEmpty() || directories.isEmpty()) {
            throw new UserException("'" + file + "' names no kernel or no directory. Get the file back from version"
                    + " control; kernel:driver writes it.");
        }
        return new DriverOrigin(kernel, tree, source, directories, files);
    }

    /** Writes it into the copy. */
    void write(Path copy) throws IOException {
        var lines = new ArrayList<>(List.of(HEADER + "kernel " + kernel, "tree " + tree));
        source.ifPresent(text -> lines.add("source " + text));
        directories.forEach(directory -> lines.add("directory " + directory));
        files.forEach(path -> lines.add("file " + path));
        var temporary = copy.resolve("." + FILE_NAME + ".tmp");
        Files.writeString(temporary, String.join("\n", lines) + "\n");
        Files.move(temporary, copy.resolve(FILE_NAME), StandardCopyOption.ATOMIC_MOVE);
    }
}
