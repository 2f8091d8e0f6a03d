package org.kernelmaven.artifact;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.kernelmaven.store.HardLinks;

/** A directory made of hard links to files of other directories; copies, where the file system has no such links. */
final class LinkedTree {

    private final Path directory;
    private final Map<String, Path> symbolicLinks = new TreeMap<>();
    private final Optional<HardLinks> links;

    LinkedTree(Path directory) {
        this(directory, true);
    }

    /** @param linking false where the files are others', who may write to them: they are copied then */
    LinkedTree(Path directory, boolean linking) {
        this.directory = directory;
        this.links = linking ? Optional.of(new HardLinks()) : Optional.empty();
    }

    Path resolve(String path) {
        return directory.resolve(path);
    }

    /**
     * Links a file, or what is wanted of a directory; nothing where there is none. A later file replaces an earlier
     * one.
     *
     * @param path relative to {@code root} and to this tree
     * @param wanted told each file's path
     */
    void linkAll(Path root, String path, Predicate<String> wanted) throws IOException {
        var start = root.resolve(path);
        if (!Files.exists(start, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Files.walkFileTree(start, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                var relative = root.relativize(file).toString();
                if (wanted.test(relative)) {
                    if (attributes.isSymbolicLink()) {
                        symbolicLinks.put(relative, Files.readSymbolicLink(file));
                    } else {
                        link(file, relative);
                    }
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** Links one file, whatever it is. */
    void link(Path file, String path) throws IOException {
        var target = prepare(path);
        if (links.isEmpty() || !links.get().link(target, file)) {
            Files.copy(file, target, StandardCopyOption.COPY_ATTRIBUTES);
        }
    }

    void write(String path, String content) throws IOException {
        write(path, content.getBytes(StandardCharsets.UTF_8));
    }

    void write(String path, byte[] content) throws IOException {
        Files.write(prepare(path), content);
    }

    /** Makes the symbolic links that lead to something in this tree; the others would lead nowhere or out of it. */
    void links() throws IOException {
        for (var entry : symbolicLinks.entrySet()) {
            var link = directory.resolve(entry.getKey());
            var leadsTo = link.resolveSibling(entry.getValue()).normalize();
            if (!entry.getValue().isAbsolute() && leadsTo.startsWith(directory.normalize()) && Files.exists(leadsTo)) {
                Files.createSymbolicLink(prepare(entry.getKey()), entry.getValue());
            }
        }
    }

    /** The files that another directory has too and that hold one of these texts, sorted. */
    List<String> holding(List<String> texts, Path other) throws IOException {
        var found = new ArrayList<String>();
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                var path = directory.relativize(file).toString();
                if (attributes.isRegularFile() && attributes.size() > 0 && Files.exists(other.resolve(path))) {
                    var content = Files.readString(file, StandardCharsets.ISO_8859_1);
                    if (texts.stream().anyMatch(content::contains)) {
                        found.add(path);
                    }
                }
                return FileVisitResult.CONTINUE;
            }
        });
        Collections.sort(found);
        return found;
    }

    private Path prepare(String path) throws IOException {
        var target = directory.resolve(path);
        Files.createDirectories(target.getParent());
        Files.deleteIfExists(target);
        return target;
    }
}
