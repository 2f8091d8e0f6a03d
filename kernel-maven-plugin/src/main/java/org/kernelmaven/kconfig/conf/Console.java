package org.kernelmaven.kconfig.conf;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Where questions go and answers come from. */
final class Console {

    /** conf's longest answer, its line end included. */
    private static final int MAX_ANSWER = 4095;

    private final InputStream in;
    private final PrintStream out;
    private final PrintStream err;
    private final boolean terminal;
    private boolean ended;

    /** @param terminal whether a person sees what they type, so that answers need not be repeated */
    Console(InputStream in, PrintStream out, PrintStream err, boolean terminal) {
        this.in = in;
        this.out = out;
        this.err = err;
        this.terminal = terminal;
    }

    /** Prints without a line end. */
    void print(String text) {
        out.print(text);
    }

    /** Prints a line. */
    void line(String text) {
        out.print(text + "\n");
    }

    /** A line on the error stream, after all that was printed. */
    void error(String text) {
        out.flush();
        err.print(text + "\n");
        err.flush();
    }

    /** Makes all be seen. */
    void flush() {
        out.flush();
        err.flush();
    }

    /** Whether there are no more answers. */
    boolean hasEnded() {
        return ended;
    }

    /** The next answer, without its line end; empty at the end of the input. */
    String answer() throws IOException {
        out.flush();
        var bytes = new ByteArrayOutputStream();
        var read = in.read();
        while (read >= 0 && read != '\n' && bytes.size() < MAX_ANSWER - 1) {
            bytes.write(read);
            read = in.read();
        }
        var answer = bytes.toString(StandardCharsets.UTF_8);
        if (read < 0) {
            ended = true;
            if (answer.isEmpty()) {
                error("\nError in reading or end of file.");
            }
        }
        if (!terminal) {
            line(answer);
        }
        return answer;
    }
}
