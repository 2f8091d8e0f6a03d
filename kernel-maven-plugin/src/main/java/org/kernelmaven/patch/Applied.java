package org.kernelmaven.patch;

import java.util.List;
import java.util.Optional;

/**
 * How applying one patch went.
 *
 * @param failures what did not apply; none where all did
 * @param reject the hunks that did not apply, bounded
 * @param fuzz hunks that fit only loosely
 */
record Applied(List<Failure> failures, String reject, List<Fuzz> fuzz) {

    Applied {
        failures = List.copyOf(failures);
        fuzz = List.copyOf(fuzz);
    }

    boolean succeeded() {
        return failures.isEmpty();
    }

    /**
     * One thing that did not apply.
     *
     * @param file the file, relative to the tree; empty where the program named none
     * @param hunk the hunk's number in it, from 1; empty where the whole file is concerned
     * @param problem what happened, for a message
     */
    record Failure(Optional<String> file, Optional<Integer> hunk, String problem) {}
}
