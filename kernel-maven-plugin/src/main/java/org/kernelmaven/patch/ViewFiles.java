package org.kernelmaven.patch;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.UUID;
import org.kernelmaven.store.HardLinks;
import org.kernelmaven.store.Trees;

/**
 * Puts single files into a view, each by one atomic rename, so that no reader and no killed update ever sees half of
 * one. Nothing is written in place: what is replaced may be a hard link to the pristine tree.
 */
final class ViewFiles {

    /** How names of files not yet in place start; a full comparison removes those a killed update left. */
    static final String TEMPORARY = ".kernel-maven-";

    private final Path view;
    private final HardLinks links;

    ViewFiles(Path view, HardLinks links) {
        this.view = view;
        this.links = links;
    }

    Path resolve(String path) {
        return view.resolve(path);
    }

    /** Links a file in; copies it with its time where that is not possible. The parent directory exists. */
    void link(TreeFile from, String path) throws IOException {
        if (from.isSymlink() || !isLinked(from.path(), view.resolve(path))) {
            copy(from, path, from.attributes().lastModifiedTime());
        }
    }

    /** Links a file in, if that is possible. The parent directory exists. */
    boolean isLinked(Path from, Path target) throws IOException {
        try {
            return links.link(target, from);
        } catch (FileAlreadyExistsException e) {
            return isReplacedByLink(from, target);
        }
    }

    private boolean isReplacedByLink(Path from, Path target) throws IOException {
        makeRoom(target);
        var temporary = temporary(target);
        if (!links.link(temporary, from)) {
            return false;
        }
        move(temporary, target);
        return true;
    }

    /** Copies a file in with the time of now, so that make sees that it changed. */
    void copyFresh(TreeFile from, String path) throws IOException {
        copy(from, path, FileTime.from(Instant.now()));
    }

    private void copy(TreeFile from, String path, FileTime mtime) throws IOException {
        var target = view.resolve(path);
        makeRoom(target);
        var temporary = temporary(target);
        try {
            if (from.isSymlink()) {
                Files.createSymbolicLink(temporary, Files.readSymbolicLink(from.path()));
            } else {
                Files.copy(from.path(), temporary);
                Files.setPosixFilePermissions(
                        temporary, PosixFilePermissions.fromString(from.isExecutable() ? "rwxr-xr-x" : "rw-r--r--"));
                Files.setLastModifiedTime(temporary, mtime);
            }
            move(temporary, target);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** Removes a file, and the directories that are empty then. */
    boolean delete(String path) throws IOException {
        var target = view.resolve(path);
        if (TreeFile.at(target).isEmpty()) {
            return false;
        }
        Files.delete(target);
        var parent = target.getParent();
        while (parent != null && !parent.equals(view)) {
            try {
                Files.delete(parent);
            } catch (DirectoryNotEmptyException e) {
                return true;
            }
            parent = parent.getParent();
        }
        return true;
    }

    private void makeRoom(Path target) throws IOException {
        if (Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
            Trees.delete(target);
        }
        ensureDirectory(view.relativize(target.getParent()));
    }

    /** Makes a directory of the view, and each above it, a real one: what is in the way goes. */
    private void ensureDirectory(Path relative) throws IOException {
        var above = view;
        for (var name : relative) {
            above = above.resolve(name);
            if (!Files.isDirectory(above, LinkOption.NOFOLLOW_LINKS)) {
                Files.deleteIfExists(above);
                Files.createDirectory(above);
            }
        }
    }

    private static void move(Path temporary, Path target) throws IOException {
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static Path temporary(Path target) {
        return target.resolveSibling(TEMPORARY + UUID.randomUUID() + ".tmp");
    }
}
