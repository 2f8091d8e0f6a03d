package org.kernelmaven.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps an entry from being removed as long as a Maven that uses it runs: readers hold a shared lock on a file beside
 * it until their JVM ends, who removes it needs that lock alone.
 *
 * <p>POSIX frees all locks that a process has on a file as soon as it closes any descriptor of it. So the files are
 * locked and never read, each is opened once, and where another copy of this class in the same JVM may hold one (Maven
 * loads a plugin once for each set of versions), the descriptor stays open.
 */
final class Leases {

    private static final Logger LOG = LoggerFactory.getLogger(Leases.class);
    private static final Set<Path> HELD = new HashSet<>();
    /** Never closed, see above; reachable, so that nothing else closes them. */
    private static final List<FileChannel> OPEN = new ArrayList<>();

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
        try {
            var channel = openToHold(file);
            try {
                if (channel.tryLock(0, Long.MAX_VALUE, true) == null) {
                    channel.close();
                    return false;
                }
            } catch (OverlappingFileLockException e) {
                LOG.debug("'{}' is held by this JVM already", file);
            }
            OPEN.add(channel);
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
        var channel = open(file);
        var ours = false;
        try {
            return channel.tryLock() == null ? Optional.empty() : Optional.of(action.run());
        } catch (OverlappingFileLockException e) {
            ours = true;
            return Optional.empty();
        } finally {
            if (ours) {
                OPEN.add(channel);
            } else {
                channel.close();
            }
        }
    }

    /** A shared lock needs no right to write. */
    private static FileChannel openToHold(Path file) throws IOException {
        try {
            return open(file);
        } catch (FileSystemException e) {
            return FileChannel.open(file, StandardOpenOption.READ);
        }
    }

    private static FileChannel open(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }
}
