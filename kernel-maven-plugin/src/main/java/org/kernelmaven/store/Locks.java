package org.kernelmaven.store;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Locks on a path: a JVM lock for the threads of one Maven, a file lock for other processes.
 *
 * <p>File locks are freed by the operating system when their process dies, so a killed build locks nobody out. Lock
 * files are left in place: removing one while another process waits for it would give both the lock. Who waits for some
 * seconds says for whom.
 */
public final class Locks {

    private static final Logger LOG = LoggerFactory.getLogger(Locks.class);
    private static final ConcurrentHashMap<Path, ReentrantLock> JVM = new ConcurrentHashMap<>();
    private static final long POLL_MILLIS = 50;
    /** Most waits are shorter, and none of the user's business. */
    private static final Duration UNTOLD = Duration.ofSeconds(3);

    private static final AtomicBoolean TOLD = new AtomicBoolean();

    private final Locker locker;

    /** Locks of the operating system. */
    public Locks() {
        this(FileChannel::tryLock);
    }

    Locks(Locker locker) {
        this.locker = locker;
    }

    /** Asks the operating system for a lock; a test's may have none. */
    @FunctionalInterface
    interface Locker {
        @Nullable
        FileLock tryLock(FileChannel channel) throws IOException;
    }

    /** What runs under a lock. */
    @FunctionalInterface
    public interface Action<T> {
        /** Runs with the lock held. */
        T run() throws IOException;
    }

    /** Runs an action while this process and thread alone hold the lock; waits as long as it takes. */
    public <T> T with(Path lockFile, Action<T> action) throws IOException {
        var jvm = JVM.computeIfAbsent(lockFile.toAbsolutePath().normalize(), path -> new ReentrantLock());
        try {
            if (!jvm.tryLock(UNTOLD.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.info("Waiting for '{}', which another thread of this Maven holds", lockFile);
                jvm.lockInterruptibly();
            }
        } catch (InterruptedException e) {
            throw interrupted(lockFile, e);
        }
        try {
            if (jvm.getHoldCount() > 1) {
                return action.run();
            }
            try (var file = LockFile.open(lockFile)) {
                acquire(file, lockFile);
                LockHolder.write(file.channel());
                return action.run();
            }
        } finally {
            jvm.unlock();
        }
    }

    /**
     * Runs an action if the lock is free now; empty, and not run, where somebody holds it, this thread included.
     *
     * @throws LockFile.NoLocksException where the file system cannot tell
     */
    <T> Optional<T> tryWith(Path lockFile, Action<T> action) throws IOException {
        var jvm = JVM.computeIfAbsent(lockFile.toAbsolutePath().normalize(), path -> new ReentrantLock());
        if (jvm.isHeldByCurrentThread() || !jvm.tryLock()) {
            return Optional.empty();
        }
        try (var file = LockFile.open(lockFile)) {
            if (!file.tryLock(locker)) {
                return Optional.empty();
            }
            LockHolder.write(file.channel());
            return Optional.of(action.run());
        } finally {
            jvm.unlock();
        }
    }

    /** Waits for the file's lock; does without where the file system has none to give. */
    private void acquire(LockFile file, Path lockFile) throws IOException {
        var start = System.nanoTime();
        var told = false;
        while (true) {
            try {
                if (file.tryLock(locker)) {
                    return;
                }
            } catch (LockFile.NoLocksException e) {
                doWithout(lockFile, e);
                return;
            }
            if (!told && System.nanoTime() - start > UNTOLD.toNanos()) {
                LOG.info("Waiting for '{}', which {} holds", lockFile, LockHolder.read(file.channel()));
                told = true;
            }
            try {
                Thread.sleep(POLL_MILLIS);
            } catch (InterruptedException e) {
                throw interrupted(lockFile, e);
            }
        }
    }

    private static void doWithout(Path lockFile, IOException refused) {
        if (TOLD.compareAndSet(false, true)) {
            LOG.warn(
                    "The file system of '{}' has no locks ({}): the threads of this Maven wait for each other, two"
                            + " Mavens at once would not",
                    lockFile,
                    refused.getMessage());
        }
    }

    private static InterruptedIOException interrupted(Path lockFile, InterruptedException cause) {
        Thread.currentThread().interrupt();
        var exception = new InterruptedIOException("interrupted while waiting for '" + lockFile + "'");
        exception.initCause(cause);
        return exception;
    }
}
