package org.kernelmaven.build.dev;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads what the user asks for: keys of a terminal, lines of anything else; the end of lines asks to quit. */
final class Keyboard {

    private static final Logger LOG = LoggerFactory.getLogger(Keyboard.class);
    private static final int MOST_LINE_BYTES = 256;

    private final InputStream input;
    private final boolean keys;
    private final Consumer<DevCommand> asked;
    private final Runnable unknown;

    /** Whoever asked for a shell waits for the loop to come to it: what is typed on is the shell's. */
    private final Semaphore answered = new Semaphore(0);

    private volatile @Nullable Typing typing;

    /**
     * @param keys whether each byte is a key
     * @param asked takes what was asked for, on another thread
     * @param unknown called where nobody knows what was asked for
     */
    Keyboard(InputStream input, boolean keys, Consumer<DevCommand> asked, Runnable unknown) {
        this.input = input;
        this.keys = keys;
        this.asked = asked;
        this.unknown = unknown;
    }

    /** Takes what is typed while a shell runs. */
    interface Typing {
        /** @param length how many of the bytes were typed */
        void type(byte[] bytes, int length);
    }

    /** Starts to read. */
    void start() {
        var thread = new Thread(this::read, "kernel-keyboard");
        thread.setDaemon(true);
        thread.start();
    }

    /** From now on, all that is typed goes there. */
    void lend(Typing to) {
        typing = to;
    }

    /** From now on, what is typed are commands again. */
    void takeBack() {
        typing = null;
    }

    /** The loop has come to the shell that was asked for, or to why there is none. */
    void answer() {
        answered.release();
    }

    private void read() {
        var line = new ByteArrayOutputStream();
        var one = new byte[1];
        try {
            for (var got = input.read(); got >= 0; got = input.read()) {
                var lent = typing;
                one[0] = (byte) got;
                if (lent != null) {
                    lent.type(one, 1);
                } else if (keys) {
                    take(String.valueOf((char) got));
                } else if (got == '\n') {
                    take(line.toString(StandardCharsets.UTF_8));
                    line.reset();
                } else if (line.size() < MOST_LINE_BYTES) {
                    line.write(got);
                }
            }
        } catch (IOException e) {
            LOG.debug("no more input", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        asked.accept(DevCommand.QUIT);
    }

    private void take(String text) throws InterruptedException {
        var command = DevCommand.of(text);
        if (command.isPresent()) {
            asked.accept(command.get());
            if (command.get() == DevCommand.SHELL) {
                answered.acquire();
            }
        } else if (!text.isBlank()) {
            unknown.run();
        }
    }
}
