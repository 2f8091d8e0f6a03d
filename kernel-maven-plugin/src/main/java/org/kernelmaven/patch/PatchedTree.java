package org.kernelmaven.patch;

import java.nio.file.Path;
import java.util.List;

/**
 * A view with a whole series applied.
 *
 * @param directory the view
 * @param key digest of the pristine tree's key and the series: the same key means the same sources, unless the pristine
 *     tree is a live checkout
 * @param made when the pristine tree was made, in nanoseconds since 1970: one that was damaged and made again gives
 *     other sources under the same key; 0 for a live checkout
 * @param changedFiles how many files of the view this update replaced, added or removed; all of them for a new view
 * @param fuzz hunks that fit only loosely
 */
public record PatchedTree(Path directory, String key, long made, int changedFiles, List<Fuzz> fuzz) {

    /** Copies. */
    public PatchedTree {
        fuzz = List.copyOf(fuzz);
    }
}
