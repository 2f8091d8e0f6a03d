package org.kernelmaven.tool;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A command that runs while its caller talks to it; to be closed, which ends it with all that it started. */
public final class Conversation implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Conversation.class);

    /** How long a command that closed its output may take to end by itself. */
    private static final long PATIENCE_SECONDS = 3;

    /** The exit status of what SIGKILL ends. */
    private static final int KILLED = 137;

    private final Process process;
    private final Runnable end;
    private final AtomicBoolean closed = new AtomicBoolean();

    private Conversation(Process process, Runnable end) {
        this.process = process;
        this.end = end;
    }

    /** Hears a command; its methods are called on one thread of their own. */
    public interface Listener {
        /**
         * Takes bytes of the output.
         *
         * @param bytes as they came, up to {@code length}; used anew afterwards
         * @return whether to go on; else the command is ended
         */
        boolean output(byte[] bytes, int length);

        /**
         * The command has ended, and nothing comes any more.
         *
         * @param exitCode its exit status; 128 + signal where a signal ended it
         */
        void ended(int exitCode);
    }

    static Conversation start(Process process, Listener listener, Runnable end) {
        var conversation = new Conversation(process, end);
        var thread = new Thread(() -> conversation.listen(listener), "kernel-command-output-" + process.pid());
        thread.setDaemon(true);
        thread.start();
        return conversation;
    }

    /**
     * Gives bytes to the command.
     *
     * @throws IOException where it has ended
     */
    public void send(byte[] bytes, int offset, int length) throws IOException {
        var input = process.getOutputStream();
        input.write(bytes, offset, length);
        input.flush();
    }

    /**
     * Says that nothing more comes, and waits until the command ends by itself.
     *
     * @param limit it is ended when it takes longer
     * @return its exit status; 128 + signal where a signal ended it
     * @throws InterruptedIOException where the thread was interrupted; its flag is set again
     */
    public int finish(Duration limit) throws InterruptedIOException {
        close(process.getOutputStream());
        try {
            if (process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                return process.exitValue();
            }
            close();
            return KILLED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            var interrupted = new InterruptedIOException("interrupted while a command ended");
            interrupted.initCause(e);
            throw interrupted;
        }
    }

    /** Ends the command, and returns when it has ended. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            end.run();
            close(process.getOutputStream());
        }
    }

    private void listen(Listener listener) {
        var bytes = new byte[1 << 13];
        try (var output = process.getInputStream()) {
            for (var got = output.read(bytes); got >= 0; got = output.read(bytes)) {
                if (!listener.output(bytes, got)) {
                    return;
                }
            }
            // That its output ended comes a moment before its end: it shall not be of a signal of ours.
            process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (IOException | InterruptedException e) {
            LOG.debug("output of process {} ended early", process.pid(), e);
        } finally {
            close();
            listener.ended(process.isAlive() ? KILLED : process.exitValue());
        }
    }

    private static void close(OutputStream input) {
        try {
            input.close();
        } catch (IOException e) {
            LOG.debug("what was not sent yet is lost with the command", e);
        }
    }
}
