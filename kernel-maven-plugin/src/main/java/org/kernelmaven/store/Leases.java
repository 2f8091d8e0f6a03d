package org.kernelmaven.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps an entry from being removed as long as a Maven that uses it runs: readers hold a shared lock on a file beside
 * it until their JVM ends, who removes it needs that lock alone.
 *
 * <p>Of a file that this JVM has locked, Java says of any lock that overlaps that it cannot be had, be both shared. So
 * that another copy of this class in the same JVM (see {@link LockFile}), or another path to the same store, is no
 * obstacle to reading, and is one while it removes the entry, a reader locks any one byte, and who removes locks all.
 * The files are never read: closing one for that would free the lock.
 */
final class Leases {

    private static final Logger LOG = LoggerFactory.getLogger(Leases.class);
    private static final Set<Path> HELD = new HashSet<>();

    private Leases() {}

    /**
     * Holds a lease on an entry for as long as this JVM runs.
     *
     * @param file beside the entry
     * @return whether it can be used: not where it is being removed now
     */
    static synchronized boolean hold(Path file) {
        if (HELD.contains(file)) {
            return true;
        }
        try (var lease = LockFile.openToShare(file)) {
            var any = ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE); // need not be in the file
            if (!lease.tryLock(channel -> channel.tryLock(any, 1, true))) {
                return false;
            }
            lease.keep();
            HELD.add(file);
        } catch (IOException e) {
            // A store that has no such file and is only read, a file system without locks: used all the same.
            LOG.debug("No lease on '{}'", file, e);
        }
        return true;
    }

    /** Runs an action while nobody holds a lease nor gets one; empty, and not run, where somebody does. */
    static synchronized <T> Optional<T> unlessHeld(Path file, Locks.Action<T> action) throws IOException {
        if (HELD.contains(file)) {
            return Optional.empty();
        }
        try (var lease = LockFile.open(file)) {
            return lease.tryLock(FileChannel::tryLock) ? Optional.of(action.run()) : Optional.empty();
        }
    }
}
