package org.kernelmaven.settings;

import java.util.ArrayList;
import java.util.List;
import org.kernelmaven.UserException;

/** Collects what is wrong with the input, so that all of it is reported at once. */
public final class Problems {

    private final List<String> found = new ArrayList<>();

    /** Notes one more: what is wrong with the value at {@code origin}, and the cure. */
    public void add(Origin origin, String problem) {
        found.add(origin + ": " + problem);
    }

    /** Notes one more whose message says where it was written itself. */
    public void add(String problem) {
        found.add(problem);
    }

    /** Whether nothing was wrong. */
    public boolean isEmpty() {
        return found.isEmpty();
    }

    /** What was noted, in order. */
    public List<String> found() {
        return List.copyOf(found);
    }

    /**
     * Ends the reading.
     *
     * @throws UserException with every problem noted, where there is any
     */
    public void throwIfAny() {
        if (found.size() == 1) {
            throw new UserException(found.get(0));
        }
        if (!found.isEmpty()) {
            throw new UserException(found.size() + " problems in the configuration:\n  " + String.join("\n  ", found));
        }
    }
}
