package org.kernelmaven.store;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hard links into one tree, as long as they are possible: not to another file system, not on one that has none, not
 * past its greatest number, and not to others' files with {@code fs.protected_hardlinks}. The first that is refused is
 * the last that is tried, and is told once a JVM.
 */
public final class HardLinks {

    private static final Logger LOG = LoggerFactory.getLogger(HardLinks.class);
    private static final AtomicBoolean TOLD = new AtomicBoolean();

    private final Linker linker;
    private final AtomicBoolean told;
    private final AtomicBoolean refused = new AtomicBoolean();

    /** Links of the operating system. */
    public HardLinks() {
        this(Files::createLink);
    }

    /** @param linker makes a link; a test's may refuse to */
    public HardLinks(Linker linker) {
        this(linker, TOLD);
    }

    HardLinks(Linker linker, AtomicBoolean told) {
        this.linker = linker;
        this.told = told;
    }

    /** Makes one hard link. */
    @FunctionalInterface
    public interface Linker {
        /** As {@link Files#createLink}. */
        void link(Path link, Path existing) throws IOException;
    }

    /**
     * Makes a link.
     *
     * @return false where it is for the caller to copy. What fails for another reason than the link being refused, as
     *     on a full disk, fails again then
     * @throws FileAlreadyExistsException where there is something at {@code link}
     * @throws NoSuchFileException where there is nothing at {@code existing}
     */
    public boolean link(Path link, Path existing) throws IOException {
        if (refused.get()) {
            return false;
        }
        try {
            linker.link(link, existing);
            return true;
        } catch (FileAlreadyExistsException | NoSuchFileException e) {
            throw e;
        } catch (FileSystemException e) {
            refuse(link, existing, e.getReason() == null ? e.getClass().getSimpleName() : e.getReason());
        } catch (UnsupportedOperationException e) {
            refuse(link, existing, String.valueOf(e.getMessage()));
        }
        return false;
    }

    private void refuse(Path link, Path existing, String reason) {
        refused.set(true);
        if (told.compareAndSet(false, true)) {
            LOG.info(
                    "Hard links from '{}' to '{}' are not possible ({}): files are copied instead, which takes longer,"
                            + " and a gigabyte or two for a kernel tree",
                    existing.getParent(),
                    link.getParent(),
                    reason);
        }
    }
}
