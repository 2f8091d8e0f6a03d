package org.kernelmaven.store;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Renames a tree, where the file system lets it: overlayfs does not rename a directory of a lower layer, as of a
 * container's image (Documentation/filesystems/overlayfs.rst, {@code redirect_dir}), others rename none. That is told
 * once a JVM.
 */
final class Renames {

    /** Those of the operating system. */
    static final Renames REAL =
            new Renames((from, to) -> Files.move(from, to, StandardCopyOption.ATOMIC_MOVE), new AtomicBoolean());

    private static final Logger LOG = LoggerFactory.getLogger(Renames.class);

    private final Rename rename;
    private final AtomicBoolean told;

    Renames(Rename rename, AtomicBoolean told) {
        this.rename = rename;
        this.told = told;
    }

    /** Renames atomically; a test's may refuse to. */
    @FunctionalInterface
    interface Rename {
        void rename(Path from, Path to) throws IOException;
    }

    /**
     * Renames a file or directory to where nothing is.
     *
     * @return whether that is done: false where the file system does not do it with this directory
     */
    boolean rename(Path from, Path to) throws IOException {
        try {
            rename.rename(from, to);
            return true;
        } catch (AtomicMoveNotSupportedException e) {
            return refused(from, e);
        } catch (FileSystemException e) {
            // EPERM, ENOTSUP and ENOSYS have no class of their own, nor have others that are no refusal.
            if (e.getClass() != FileSystemException.class || renamesDirectories(from)) {
                throw e;
            }
            return refused(from, e);
        }
    }

    /** Whether the file system renames an empty directory beside another one; also where that cannot be tried. */
    private boolean renamesDirectories(Path beside) throws IOException {
        Path empty;
        try {
            empty = Files.createTempDirectory(requireNonNull(beside.getParent()), ".rename");
        } catch (IOException e) {
            return true; // it is full, or worse
        }
        var renamed = empty.resolveSibling(empty.getFileName() + ".tmp");
        try {
            rename.rename(empty, renamed);
            return true;
        } catch (FileSystemException e) {
            return false;
        } finally {
            Files.deleteIfExists(empty);
            Files.deleteIfExists(renamed);
        }
    }

    private boolean refused(Path from, FileSystemException refused) throws IOException {
        if (!Files.isDirectory(from, LinkOption.NOFOLLOW_LINKS)) {
            throw refused;
        }
        if (told.compareAndSet(false, true)) {
            LOG.info(
                    "The file system of '{}' does not rename that directory ({}): its files are moved one by one, which"
                            + " takes longer",
                    from,
                    refused.getReason());
        }
        return false;
    }
}
