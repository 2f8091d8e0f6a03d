package org.kernelmaven.module;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.kernelmaven.UserException;
import org.kernelmaven.store.Trees;

/**
 * A copy of a module's sources, in which make may write, kept in step with them: what changed gets a new time so that
 * make compiles it again, what did not is left alone, and what was removed goes.
 */
public final class SourceMirror {

    /** Which files the mirror has of its own; all others are make's. */
    private static final String LIST = ".kernel-maven-sources";

    private static final int MOST_FILES = 20_000;

    /** What make leaves in a folder where somebody built by hand (the kernel's .gitignore, Linux 6.1). */
    private static final List<String> LEFTOVERS = List.of(
            ".o",
            ".ko",
            ".mod",
            ".mod.c",
            ".cmd",
            ".symvers",
            ".order",
            ".o.d",
            ".a",
            ".dwo",
            ".gcno",
            ".orig",
            ".rej");

    private final Path mirror;

    /** @param mirror where the copy is; nothing else may be there */
    public SourceMirror(Path mirror) {
        this.mirror = mirror;
    }

    /**
     * The sources in a folder, without what a build by hand left there and without version control.
     *
     * @return their paths within the folder, with {@code /} on any system, each with the file
     * @throws UserException where there are too many to be one module project's
     */
    public static Map<String, Path> list(Path sources) throws IOException {
        return list(sources, MOST_FILES);
    }

    static Map<String, Path> list(Path sources, int most) throws IOException {
        var found = new TreeMap<String, Path>();
        Files.walkFileTree(sources, EnumSet.of(FileVisitOption.FOLLOW_LINKS), 64, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                var name = String.valueOf(directory.getFileName());
                return name.startsWith(".") && !directory.equals(sources)
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isRegularFile() && !isLeftover(file)) {
                    found.put(sources.relativize(file).toString().replace('\\', '/'), file);
                    if (found.size() > most) {
                        throw new UserException("'" + sources + "' holds more than " + most
                                + " files: that is no module's source folder. Correct parameter <sourceDirectory>.");
                    }
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                if (failure instanceof FileSystemLoopException) {
                    // What such a link leads to is found without it.
                    return FileVisitResult.CONTINUE;
                }
                throw failure;
            }
        });
        return found;
    }

    /**
     * Brings the mirror up to date.
     *
     * @param files sources by path, from {@link #list}
     * @param made further files by path that are made and not copied, such as a Kbuild file
     */
    public void update(Map<String, Path> files, Map<String, String> made) throws IOException {
        Files.createDirectories(mirror);
        var wanted = new TreeSet<>(files.keySet());
        wanted.addAll(made.keySet());
        for (var known : known()) {
            if (!wanted.contains(known)) {
                Files.deleteIfExists(mirror.resolve(known));
            }
        }
        // Before the copies: a mirror that was killed half-way must know what is its own.
        var list = String.join("\n", wanted);
        if (!Files.exists(mirror.resolve(LIST)) || !list.equals(Files.readString(mirror.resolve(LIST)))) {
            Files.writeString(mirror.resolve(LIST), list);
        }
        for (var file : files.entrySet()) {
            if (!made.containsKey(file.getKey())) {
                copy(file.getKey(), file.getValue());
            }
        }
        for (var file : made.entrySet()) {
            write(file.getKey(), file.getValue());
        }
    }

    /** Removes it with all that was built in it. */
    public void clear() throws IOException {
        Trees.delete(mirror);
    }

    private Set<String> known() throws IOException {
        var list = mirror.resolve(LIST);
        return Files.exists(list) ? new TreeSet<>(Files.readAllLines(list)) : Set.of();
    }

    private void copy(String path, Path source) throws IOException {
        var target = mirror.resolve(path);
        if (Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS) && Files.mismatch(source, target) < 0) {
            return;
        }
        place(path, temporary -> {
            Files.copy(source, temporary);
            // Not the source's own time: an older file that comes back must be compiled again too.
            Files.setLastModifiedTime(temporary, FileTime.fromMillis(System.currentTimeMillis()));
        });
    }

    private void write(String path, String content) throws IOException {
        var target = mirror.resolve(path);
        var bytes = content.getBytes(StandardCharsets.UTF_8);
        if (Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS)
                && Arrays.equals(bytes, Files.readAllBytes(target))) {
            return;
        }
        place(path, temporary -> Files.write(temporary, bytes));
    }

    private void place(String path, Writer writer) throws IOException {
        var target = mirror.resolve(path);
        if (Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
            Trees.delete(target);
        }
        var folder = mirror;
        for (var step : Path.of(path)) {
            if (Files.isRegularFile(folder, LinkOption.NOFOLLOW_LINKS)) {
                Files.delete(folder);
            }
            Files.createDirectories(folder);
            folder = folder.resolve(step);
        }
        var temporary = target.resolveSibling("." + target.getFileName() + ".tmp");
        Files.deleteIfExists(temporary);
        writer.write(temporary);
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    }

    private static boolean isLeftover(Path file) {
        var name = String.valueOf(file.getFileName());
        return LEFTOVERS.stream().anyMatch(name::endsWith)
                || (name.startsWith(".") && name.endsWith(".d"))
                || name.equals(LIST);
    }

    /** Writes one file. */
    private interface Writer {
        void write(Path temporary) throws IOException;
    }
}
