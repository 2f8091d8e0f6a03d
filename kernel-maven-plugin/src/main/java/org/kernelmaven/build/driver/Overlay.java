package org.kernelmaven.build.driver;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A directory in which a dev tree and the files of a driver lie together as in the kernel's own tree, so that whatever
 * a Kbuild file or an {@code #include} writes leads where it does there: {@code ../scsi/sd.h},
 * {@code -I$(srctree)/drivers/scsi}, {@code $(srctree)/$(src)/..}, or {@code TRACE_INCLUDE_PATH}, which starts in
 * {@code include/trace}.
 *
 * <p>The directories of the driver's files and those above are real, and everything of the dev tree is a symbolic link
 * in them, to a whole directory where it can be. Nothing is written to the dev tree.
 */
final class Overlay {

    /** A path of {@code ..} from there is resolved by the kernel of this machine, which would follow a link first. */
    private static final List<String> ALWAYS_REAL = List.of("include/trace");

    private final Path root;
    private final Path dev;

    Overlay(Path root, Path dev) {
        this.root = root;
        this.dev = dev;
    }

    /**
     * Brings the links up to date; the files themselves are not its business, except that none of them is a link.
     *
     * @param files the driver's, relative to the tree
     */
    void update(Collection<String> files) throws IOException {
        var directories = new TreeSet<String>();
        directories.add("");
        files.forEach(file -> addAbove(file, directories));
        ALWAYS_REAL.forEach(directory -> addAbove(directory + "/", directories));
        var links = new HashMap<String, Path>();
        for (var directory : directories) {
            link(directory, directories, files, links);
        }
        removeOthers(links);
        for (var directory : directories) {
            Files.createDirectories(root.resolve(directory));
        }
        for (var link : links.entrySet()) {
            var path = root.resolve(link.getKey());
            if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
                Files.createSymbolicLink(path, link.getValue());
            }
        }
    }

    private static void addAbove(String file, Set<String> directories) {
        for (var slash = file.lastIndexOf('/'); slash > 0; slash = file.lastIndexOf('/', slash - 1)) {
            directories.add(file.substring(0, slash));
        }
    }

    private void link(String directory, Set<String> directories, Collection<String> files, Map<String, Path> links)
            throws IOException {
        var source = dev.resolve(directory);
        if (!Files.isDirectory(source)) {
            return;
        }
        var own = Set.copyOf(files);
        try (var children = Files.list(source)) {
            for (var child : children.toList()) {
                var path = directory.isEmpty() ? child.getFileName().toString() : directory + "/" + child.getFileName();
                if (!directories.contains(path) && !own.contains(path)) {
                    links.put(path, child);
                }
            }
        }
    }

    private void removeOthers(Map<String, Path> links) throws IOException {
        if (!Files.isDirectory(root)) {
            return;
        }
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (attributes.isSymbolicLink()) {
                    var wanted = links.get(root.relativize(file).toString());
                    if (!Files.readSymbolicLink(file).equals(wanted)) {
                        Files.delete(file);
                    }
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
