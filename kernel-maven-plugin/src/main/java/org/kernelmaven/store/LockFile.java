package org.kernelmaven.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * An open file that is locked by way of its channel; closing it frees the lock.
 *
 * <p>POSIX frees all locks that a process has on a file as soon as it closes any descriptor of it. So where another
 * copy of this class in the same JVM has one (Maven loads a plugin once for each set of versions), the descriptor stays
 * open.
 */
final class LockFile implements AutoCloseable {

    /** Never closed, see above; reachable, so that nothing else closes them. */
    private static final Queue<FileChannel> OPEN = new ConcurrentLinkedQueue<>();

    private final FileChannel channel;
    private boolean staysOpen;

    private LockFile(FileChannel channel) {
        this.channel = channel;
    }

    /** The file system has no locks. */
    static final class NoLocksException extends IOException {
        private static final long serialVersionUID = 1L;

        NoLocksException(IOException refused) {
            super(refused.getMessage(), refused);
        }
    }

    static LockFile open(Path file) throws IOException {
        return new LockFile(
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE));
    }

    /** Opens it for a shared lock, which needs no right to write. */
    static LockFile openToShare(Path file) throws IOException {
        try {
            return open(file);
        } catch (FileSystemException e) {
            return new LockFile(FileChannel.open(file, StandardOpenOption.READ));
        }
    }

    /**
     * Whether the lock is had now; not where another process or another copy of this class has it.
     *
     * @throws NoLocksException where the file system has none
     */
    boolean tryLock(Locks.Locker locker) throws IOException {
        try {
            staysOpen = false;
            return locker.tryLock(channel) != null;
        } catch (OverlappingFileLockException e) {
            staysOpen = true;
            return false;
        } catch (IOException e) {
            // ENOLCK, ENOTSUP or ENOSYS of some network; a server that has failed fails again at what comes next.
            throw channel.isOpen() ? new NoLocksException(e) : e;
        }
    }

    /** Holds what is locked until the JVM ends. */
    void keep() {
        staysOpen = true;
    }

    /** Who waits or holds reads and writes by this channel: closing another one would free the lock. */
    FileChannel channel() {
        return channel;
    }

    @Override
    public void close() throws IOException {
        if (staysOpen) {
            OPEN.add(channel);
        } else {
            channel.close();
        }
    }
}
