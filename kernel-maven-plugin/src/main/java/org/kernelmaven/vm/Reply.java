package org.kernelmaven.vm;

import java.util.List;
import java.util.stream.Collectors;

/** What became of something that a {@link GuestSession} was told to do. */
public sealed interface Reply {

    /** What the kernel reported meanwhile, warnings too. */
    List<Fault> faults();

    /**
     * It did it.
     *
     * @param faults see {@link Reply#faults}
     */
    record Done(List<Fault> faults) implements Reply {
        /** Copies. */
        public Done {
            faults = List.copyOf(faults);
        }
    }

    /**
     * It could not, and goes on.
     *
     * @param words what init said, such as {@code failed to load x: error 19}
     * @param faults see {@link Reply#faults}
     */
    record Refused(String words, List<Fault> faults) implements Reply {
        /** Copies. */
        public Refused {
            faults = List.copyOf(faults);
        }
    }

    /**
     * The guest is lost: it panicked, hangs, or has ended.
     *
     * @param why such as {@code The kernel panicked while loading x: …}
     * @param faults see {@link Reply#faults}
     * @param wasPlainEnd whether the machine ended by itself and without an error, as one that is powered off does
     */
    record Lost(String why, List<Fault> faults, boolean wasPlainEnd) implements Reply {
        /** Copies. */
        public Lost {
            faults = List.copyOf(faults);
        }

        /** Of a guest that did not end as if it was powered off. */
        public Lost(String why, List<Fault> faults) {
            this(why, faults, false);
        }

        /** Why, and below it what the kernel reported. */
        public String describe() {
            return why
                    + faults.stream()
                            .filter(fault -> fault.kind() != Fault.Kind.FAILURE)
                            .map(fault -> "\n  " + fault.describe())
                            .collect(Collectors.joining());
        }
    }
}
