package org.kernelmaven.tool;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a command makes of a stream, which a thread feeds to it; for one reader. */
final class FilteredStream extends BulkStream {

    private static final Logger LOG = LoggerFactory.getLogger(FilteredStream.class);
    private static final int PIECE_BYTES = 1 << 16;
    private static final int MESSAGE_BYTES = 1000;

    private final Command command;
    private final Process process;
    private final ProcessTree tree;
    private final Runnable afterwards;
    private final InputStream output;
    private final Feeder feeder;
    private boolean ended;
    private @Nullable Throwable failure;

    /** @param afterwards runs once, when the command has ended */
    FilteredStream(Command command, Process process, ProcessTree tree, InputStream source, Runnable afterwards) {
        this.command = command;
        this.process = process;
        this.tree = tree;
        this.afterwards = afterwards;
        this.output = new BufferedInputStream(process.getInputStream(), PIECE_BYTES);
        this.feeder = new Feeder(source, process.getOutputStream());
        feeder.start();
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (!ended) {
            int n = output.read(bytes, offset, length);
            if (n >= 0) {
                return n;
            }
            failure = end();
        }
        Workers.rethrow(failure);
        return -1;
    }

    /** Ends the command where it runs; the source is not read any more afterwards. */
    @Override
    public void close() throws IOException {
        if (!ended) {
            tree.destroy();
            await();
        }
    }

    /** After the last byte: why it is not all, or null. */
    private @Nullable Throwable end() throws IOException {
        var message = new String(process.getErrorStream().readNBytes(MESSAGE_BYTES), StandardCharsets.UTF_8);
        await();
        int exitCode = process.exitValue();
        if (feeder.failure != null || exitCode == 0) {
            return feeder.failure;
        } else if (CommandRunner.KILLED.contains(exitCode)) {
            return new InterruptedIOException("'" + command + "' was killed (exit status " + exitCode
                    + "). Status 137 mostly means that memory ran out. Run Maven again.");
        }
        return new IOException(message.isBlank() ? "exit status " + exitCode : message.strip());
    }

    private void await() throws IOException {
        ended = true;
        // Who was interrupted waits too, for a command that has ended or was ended, and for a thread that notices.
        var interrupted = Thread.interrupted();
        try {
            process.waitFor();
            feeder.join();
        } catch (InterruptedException e) {
            interrupted = true;
            tree.destroy();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            afterwards.run();
            output.close();
            process.getErrorStream().close();
        }
    }

    private static final class Feeder extends Thread {
        private final InputStream source;
        private final OutputStream input;
        private @Nullable Throwable failure;

        Feeder(InputStream source, OutputStream input) {
            super("kernel-command-input");
            this.source = source;
            this.input = input;
            setDaemon(true);
        }

        @Override
        public void run() {
            var bytes = new byte[PIECE_BYTES];
            try (input) {
                for (int n = next(bytes); n >= 0; n = next(bytes)) {
                    input.write(bytes, 0, n);
                }
            } catch (IOException e) {
                LOG.debug("a command took no more input", e);
            }
        }

        /** The next bytes; a failure to get them is no failure of the command. */
        private int next(byte[] bytes) {
            try {
                return source.read(bytes);
            } catch (IOException | RuntimeException | Error e) {
                failure = e;
                return -1;
            }
        }
    }
}
