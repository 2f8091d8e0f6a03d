package org.kernelmaven.tool;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads a process's output line by line, with a bound on the length of a line. */
final class Drain extends Thread {

    private static final Logger LOG = LoggerFactory.getLogger(Drain.class);
    private static final int MAX_LINE_BYTES = 64 * 1024;

    /** How long output may be silent after the process's end: a daemon that it started may keep the pipe open. */
    private static final long SILENCE_MILLIS = 3_000;

    private final Process process;
    private final Consumer<String> lines;
    private final Runnable onFailure;
    private final ArrayDeque<String> tail = new ArrayDeque<>();
    private final AtomicLong progress = new AtomicLong();
    private volatile boolean consuming;
    private volatile @Nullable Throwable failure;

    /** @param onFailure ends the process where {@code lines} throws */
    Drain(Process process, Consumer<String> lines, Runnable onFailure) {
        super("kernel-command-output-" + process.pid());
        this.process = process;
        this.lines = lines;
        this.onFailure = onFailure;
        setDaemon(true);
    }

    @Override
    public void run() {
        try (var input = new BufferedInputStream(process.getInputStream(), 1 << 16)) {
            read(input);
        } catch (IOException e) {
            LOG.debug("output of process {} ended early", process.pid(), e);
        } catch (RuntimeException | Error e) {
            failure = e;
            onFailure.run();
        }
    }

    private void read(InputStream input) throws IOException {
        var line = new ByteArrayOutputStream(256);
        for (int b = input.read(); b >= 0; b = input.read()) {
            if (b == '\n') {
                emit(line);
                progress.incrementAndGet();
            } else if (line.size() < MAX_LINE_BYTES) {
                line.write(b);
            }
        }
        if (line.size() > 0) {
            emit(line);
        }
    }

    private void emit(ByteArrayOutputStream bytes) {
        var line = bytes.toString(StandardCharsets.UTF_8).stripTrailing();
        bytes.reset();
        synchronized (tail) {
            tail.addLast(line);
            if (tail.size() > CommandRunner.TAIL_LINES) {
                tail.removeFirst();
            }
        }
        consuming = true;
        lines.accept(line);
        consuming = false;
    }

    /** Waits for the end of the output, and throws what the consumer of lines threw. */
    void finish() throws InterruptedException {
        long before;
        do {
            before = progress.get();
            join(SILENCE_MILLIS);
        } while (isAlive() && (consuming || progress.get() != before));
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure instanceof RuntimeException exception) {
            throw exception;
        }
    }

    List<String> tail() {
        synchronized (tail) {
            return List.copyOf(tail);
        }
    }
}
