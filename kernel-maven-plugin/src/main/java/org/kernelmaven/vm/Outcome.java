package org.kernelmaven.vm;

import java.time.Duration;
import java.util.List;

/** How a guest ended. */
public sealed interface Outcome {

    /** One sentence for the user. */
    String describe();

    /** Whether the guest did all it should. */
    default boolean succeeded() {
        return false;
    }

    /**
     * It did its work and powered off.
     *
     * @param elapsed from its start
     */
    record PoweredOff(Duration elapsed) implements Outcome {
        @Override
        public boolean succeeded() {
            return true;
        }

        @Override
        public String describe() {
            return String.format(java.util.Locale.ROOT, "powered off after %.1f s", elapsed.toMillis() / 1000.0);
        }
    }

    /**
     * The kernel panicked.
     *
     * @param line what it said
     */
    record Panicked(String line) implements Outcome {
        @Override
        public String describe() {
            return "the kernel panicked: " + line;
        }
    }

    /**
     * The kernel found a fault of its own, and went on: an oops, a BUG, a stall.
     *
     * @param line what it said first
     */
    record Oopsed(String line) implements Outcome {
        @Override
        public String describe() {
            return "the kernel reported a fault: " + line;
        }
    }

    /**
     * The guest's init could not do something, such as load a module.
     *
     * @param lines what it said
     */
    record Failed(List<String> lines) implements Outcome {
        /** Copies. */
        public Failed {
            lines = List.copyOf(lines);
        }

        @Override
        public String describe() {
            return "the guest " + String.join("; ", lines);
        }
    }

    /**
     * It neither powered off nor panicked in time.
     *
     * @param timeout how long it had
     * @param lastLine what it said last
     */
    record TimedOut(Duration timeout, String lastLine) implements Outcome {
        @Override
        public String describe() {
            return "the guest did not power off within " + timeout.toSeconds() + " s; its last line: "
                    + (lastLine.isEmpty() ? "(none)" : lastLine);
        }
    }

    /**
     * It printed without end, so it was ended.
     *
     * @param mebibytes how much was taken
     * @param line the first fault of the kernel, or else the last line
     */
    record Flooded(int mebibytes, String line) implements Outcome {
        @Override
        public String describe() {
            return "the guest printed more than " + mebibytes + " MiB and was ended; among it: " + line;
        }
    }

    /**
     * What ran it ended before the guest said that it was done: a reset, a crash before the console, or wrong options.
     *
     * @param exitCode its exit status
     * @param tail what was printed last
     */
    record EndedEarly(int exitCode, List<String> tail) implements Outcome {
        /** Copies. */
        public EndedEarly {
            tail = List.copyOf(tail);
        }

        @Override
        public String describe() {
            return "the virtual machine ended with exit code " + exitCode
                    + " before the guest was done; last lines:\n  " + String.join("\n  ", tail);
        }
    }
}
