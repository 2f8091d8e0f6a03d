package org.kernelmaven.patch;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.kernelmaven.store.Trees;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts single files into a view, each by one atomic rename, so that no reader and no killed update ever sees half of
 * one. Nothing is written in place: what is replaced may be a hard link to the pristine tree.
 */
final class ViewFiles {

    /** How names of files not yet in place start; a full comparison removes those a killed update left. */
    static final String TEMPORARY = ".kernel-maven-";

    private static final Logger LOG = LoggerFactory.getLogger(ViewFiles.class);

    /** Makes a hard link; a test's may refuse to. */
    @FunctionalInterface
    interface Linker {
        void link(Path link, Path existing) throws IOException;
    }

    private final Path view;
    private final Linker linker;
    private final AtomicBoolean copying = new AtomicBoolean();

    ViewFiles(Path view, Linker linker) {
        this.view = view;
        this.linker = linker;
    }

    Path resolve(String path) {
        return view.resolve(path);
    }

    /** Links a file in; copies it with its time where that is not possible. The parent directory exists. */
    void link(TreeFile from, String path) throws IOException {
        var target = view.resolve(path);
        if (!copying.get() && !from.isSymlink()) {
            try {
                linker.link(target, from.path());
                return;
            } catch (FileAlreadyExistsException e) {
                replaceByLink(from, target);
                return;
            } catch (FileSystemException e) {
                if (e instanceof NoSuchFileException) {
                    throw e;
                }
                noteCopying(from, e);
            }
        }
        copy(from, path, from.attributes().lastModifiedTime());
    }

    private void replaceByLink(TreeFile from, Path target) throws IOException {
        makeRoom(target);
        var temporary = temporary(target);
        linker.link(temporary, from.path());
        move(temporary, target);
    }

    /**
     * What fails for another reason than the link being refused (a full disk) fails again when copied, and is thrown.
     */
    private void noteCopying(TreeFile from, FileSystemException refused) {
        if (copying.compareAndSet(false, true)) {
            LOG.info(
                    "Hard links from '{}' to '{}' are not possible ({}): copying instead, which takes longer and a"
                            + " gigabyte or two",
                    from.path().getParent(),
                    view,
                    refused.getReason() == null ? refused.getClass().getSimpleName() : refused.getReason());
        }
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
    void ensureDirectory(Path relative) throws IOException {
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
