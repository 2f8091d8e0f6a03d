package org.kernelmaven.patch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * One file of a tree as it is now: never a directory, a link not followed.
 *
 * @param path where it is
 * @param attributes its own, not those of what it points to
 */
record TreeFile(Path path, PosixFileAttributes attributes) {

    /** The file at that place; empty where there is none or a directory. */
    static Optional<TreeFile> at(Path path) throws IOException {
        try {
            var attributes = Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return attributes.isDirectory() ? Optional.empty() : Optional.of(new TreeFile(path, attributes));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (FileSystemException e) {
            if (isBelowFile(path)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /**
     * Whether there can be nothing at a path, for it goes through a file: Java says so in the user's language alone.
     */
    static boolean isBelowFile(Path path) {
        var above = path.getParent();
        while (above != null && !Files.exists(above)) {
            above = above.getParent();
        }
        return above != null && !Files.isDirectory(above);
    }

    /** Whether something is a file or a link: not a directory, and nothing that a kernel tree has not. */
    static boolean isOne(PosixFileAttributes attributes) {
        return attributes.isRegularFile() || attributes.isSymbolicLink();
    }

    static Optional<TreeFile> atUnchecked(Path path) {
        try {
            return at(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isSymlink() {
        return attributes.isSymbolicLink();
    }

    boolean isExecutable() {
        return attributes.permissions().contains(PosixFilePermission.OWNER_EXECUTE);
    }

    long mtimeNanos() {
        return attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS);
    }

    /** Whether both are one inode. */
    boolean isSameInode(TreeFile other) {
        return Objects.equals(attributes.fileKey(), other.attributes.fileKey());
    }

    /** Whether size and time agree, as those of a copy that keeps its original's time do. */
    boolean looksLike(TreeFile other) {
        return isSymlink() == other.isSymlink()
                && attributes.size() == other.attributes.size()
                && mtimeNanos() == other.mtimeNanos()
                && isExecutable() == other.isExecutable();
    }

    /** Whether kind, content and the executable bit agree. */
    boolean hasSameContent(TreeFile other) throws IOException {
        if (isSymlink() || other.isSymlink()) {
            return isSymlink()
                    && other.isSymlink()
                    && Files.readSymbolicLink(path).equals(Files.readSymbolicLink(other.path));
        }
        return isExecutable() == other.isExecutable()
                && attributes.size() == other.attributes.size()
                && Files.mismatch(path, other.path) < 0;
    }
}
