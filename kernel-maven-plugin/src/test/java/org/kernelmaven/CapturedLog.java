package org.kernelmaven;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;

/** Hears what is logged: the tests' SLF4J writes to standard error. */
public final class CapturedLog {

    private CapturedLog() {}

    /** What is done meanwhile. */
    @FunctionalInterface
    public interface Action {
        /** Does it. */
        void run() throws IOException;
    }

    /** The lines that an action logs at INFO and above. */
    public static String of(Action action) throws IOException {
        var standardError = System.err;
        var captured = new ByteArrayOutputStream();
        System.setErr(new PrintStream(captured, true, UTF_8));
        try {
            action.run();
        } finally {
            System.setErr(standardError);
        }
        return captured.toString(UTF_8);
    }
}
