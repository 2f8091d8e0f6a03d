package org.kernelmaven.vm;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.kernelmaven.UserException;
import org.kernelmaven.archive.CpioWriter;

/** Adds the user's files to an initramfs, with the folders above them, each name once. */
final class OwnFiles {

    private final CpioWriter cpio;
    private final Set<String> directories = new HashSet<>();
    private final Set<String> names = new HashSet<>();

    OwnFiles(CpioWriter cpio) {
        this.cpio = cpio;
    }

    /** Adds a program, whether it may be run where it is or not. */
    void program(Path program, String name) throws IOException {
        name(name, program);
        cpio.file(name, program, 0755);
    }

    /** Adds a file, what a link leads to, or a folder with all below it, whose links stay links. */
    void add(GuestFile file) throws IOException {
        var source = file.source().toRealPath();
        for (var path : below(source)) {
            var inside = source.relativize(path).toString();
            add(path, inside.isEmpty() ? file.target() : file.target() + "/" + inside);
        }
    }

    /** Adds an empty folder, unless there is one. */
    void mountPoint(String name) throws IOException {
        directory(name);
    }

    /** In an order that does not depend on the file system, folders before what is in them. */
    private static List<Path> below(Path source) throws IOException {
        var found = new ArrayList<Path>();
        Files.walkFileTree(source, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                found.add(folder);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) {
                found.add(path);
                return FileVisitResult.CONTINUE;
            }
        });
        found.sort(null);
        return found;
    }

    private void add(Path path, String name) throws IOException {
        if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            directory(name);
            return;
        }
        name(name, path);
        if (Files.isSymbolicLink(path)) {
            cpio.link(name, Files.readSymbolicLink(path).toString());
        } else if (Files.isRegularFile(path)) {
            cpio.file(name, path, Files.isExecutable(path) ? 0755 : 0644);
        } else {
            throw new UserException("A guest cannot have '" + path + "': it is neither a file, a folder nor a link.");
        }
    }

    /** Takes a file's name, and adds the folders above it. */
    private void name(String name, Path path) throws IOException {
        above(name);
        if (directories.contains(name) || !names.add(name)) {
            throw new UserException("A guest cannot have two files '/" + name + "', of which one is '" + path + "'.");
        }
    }

    private void above(String name) throws IOException {
        var end = name.lastIndexOf('/');
        if (end > 0) {
            directory(name.substring(0, end));
        }
    }

    private void directory(String name) throws IOException {
        if (directories.contains(name)) {
            return;
        }
        above(name);
        if (names.contains(name)) {
            throw new UserException("A guest cannot have '/" + name + "' both as a file and as a folder.");
        }
        directories.add(name);
        cpio.directory(name);
    }
}
