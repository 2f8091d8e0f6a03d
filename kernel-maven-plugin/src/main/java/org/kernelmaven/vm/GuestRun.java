package org.kernelmaven.vm;

import java.time.Duration;
import java.util.List;

/**
 * What a guest did.
 *
 * @param outcome how it ended
 * @param faults all that went wrong in it, in order, warnings too
 * @param loaded the modules that were loaded, by name, in order
 * @param during what its init said last that it was doing: {@code while loading x}
 * @param elapsed from its start to its end
 */
public record GuestRun(Outcome outcome, List<Fault> faults, List<String> loaded, String during, Duration elapsed) {

    /** Copies. */
    public GuestRun {
        faults = List.copyOf(faults);
        loaded = List.copyOf(loaded);
    }
}
