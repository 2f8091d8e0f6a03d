package org.kernelmaven.tool;

import java.util.List;

/**
 * How a command ended.
 *
 * @param exitCode its exit status; 128 + signal where a signal ended it
 * @param tail the last lines it printed, at most {@link CommandRunner#TAIL_LINES}
 */
public record CommandResult(int exitCode, List<String> tail) {

    /** Exit codes above tell of a signal. */
    static final int SIGNALLED = 128;

    /** Copies. */
    public CommandResult {
        tail = List.copyOf(tail);
    }

    /** Whether the command reported success. */
    public boolean succeeded() {
        return exitCode == 0;
    }

    /** Whether a signal ended the command, so that it could not clean up. */
    public boolean wasKilled() {
        return tellsOfSignal(exitCode);
    }

    static boolean tellsOfSignal(int exitCode) {
        return exitCode > SIGNALLED;
    }

    /** The kept output as one text. */
    public String output() {
        return String.join("\n", tail);
    }
}
