package org.kernelmaven.vm;

import java.util.List;

/**
 * Something that went wrong in a guest, with the console's lines of it.
 *
 * @param kind what sort of thing
 * @param title its first line, such as {@code BUG: kernel NULL pointer dereference, address: 0000000000000000}
 * @param lines all its lines, {@code title} among them, without the kernel's time stamps; at most
 *     {@value FaultReader#MOST_LINES}
 * @param during what init was doing: {@code while loading x}, {@code after unloading x}
 * @param duringTest whether a module had been announced, so that the fault is not the boot's own
 */
public record Fault(Kind kind, String title, List<String> lines, String during, boolean duringTest) {

    /** Sorts of faults. */
    public enum Kind {
        /** init could not do something, such as load a module; the lines are what the kernel said meanwhile. */
        FAILURE("failure"),
        /** An oops, a BUG, a panic, a stall: the kernel is no longer to be trusted. */
        OOPS("kernel fault"),
        /** A warning with a stack trace. */
        WARNING("kernel warning"),
        /** Memory that kmemleak found no pointer to. */
        LEAK("memory leak");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    /** Copies. */
    public Fault {
        lines = List.copyOf(lines);
    }

    /** The fault for a user: what and when, and the lines below, indented. */
    public String describe() {
        var head = kind + " " + during + ":";
        return lines.isEmpty() ? head + " " + title : head + "\n    " + String.join("\n    ", lines);
    }
}
