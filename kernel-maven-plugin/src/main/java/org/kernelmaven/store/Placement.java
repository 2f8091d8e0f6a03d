package org.kernelmaven.store;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Lets entries appear and vanish whole: by one rename, or, where the file system does not rename the directory, behind
 * a marker beside it. An entry with a marker is none, whoever was killed in the middle.
 */
final class Placement {

    /** What stands beside an entry that is not yet or no longer whole is {@code .KEY} with this. */
    static final String MARKER = ".unfinished";

    private final Renames renames;

    Placement(Renames renames) {
        this.renames = renames;
    }

    /** Whether there is a whole entry. The marker is looked for last: it is there before the entry is. */
    static boolean isThere(Path entry) {
        return Store.exists(entry) && !Store.exists(marker(entry));
    }

    /**
     * Makes an entry of what is at another path beside it, which is gone then.
     *
     * @param temporary is on the disk already
     */
    void appear(Path temporary, Path entry) throws IOException {
        clear(entry);
        if (!renames.rename(temporary, entry)) {
            mark(entry);
            Trees.moveEach(temporary, entry);
            Durable.content(entry);
            Files.delete(marker(entry));
        }
        Durable.names(requireNonNull(entry.getParent()));
    }

    /**
     * Takes an entry out of sight.
     *
     * @param doomed beside the entry: what may be left of it there is for the caller to delete
     */
    void vanish(Path entry, Path doomed) throws IOException {
        if (isThere(entry) && !renames.rename(entry, doomed)) {
            mark(entry);
        }
        clear(entry);
    }

    /** Deletes what is no whole entry; only for who holds the key's lock. */
    static void clear(Path entry) throws IOException {
        if (Store.exists(marker(entry))) {
            Trees.delete(entry);
            // A marker that is gone before the entry would have it count.
            Durable.names(requireNonNull(entry.getParent()));
            Files.delete(marker(entry));
        }
    }

    static Path marker(Path entry) {
        return Store.sibling(entry, MARKER);
    }

    private static void mark(Path entry) throws IOException {
        Files.createFile(marker(entry));
        Durable.names(requireNonNull(entry.getParent()));
    }
}
