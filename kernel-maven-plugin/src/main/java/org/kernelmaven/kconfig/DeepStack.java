package org.kernelmaven.kconfig;

import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs work on a thread whose stack is large: deep menus and long chains of dependencies are walked recursively. */
public final class DeepStack {

    private static final Logger LOG = LoggerFactory.getLogger(DeepStack.class);

    private static final long BYTES = 256L << 20;
    private static final int PATIENCE_SECONDS = 10;

    private DeepStack() {}

    /**
     * Some work.
     *
     * @param <T> what it returns, never null
     * @param <X> the checked exception that it may throw; none where the compiler finds none
     */
    @FunctionalInterface
    public interface Work<T, X extends Exception> {
        /** Does it. */
        T run() throws X;
    }

    /**
     * Does the work and waits for it.
     *
     * @throws X as the work does
     * @throws UncheckedIOException of an {@link InterruptedIOException}, where this thread was interrupted; its flag is
     *     set again, and the work has ended, unless that takes more than 10 s
     */
    public static <T, X extends Exception> T call(Work<T, X> work) throws X {
        var task = new FutureTask<T>(work::run);
        var thread = new Thread(null, task, "kconfig", BYTES);
        thread.start();
        try {
            return task.get();
        } catch (InterruptedException e) {
            end(thread);
            var interrupted = new InterruptedIOException("interrupted while Kconfig was evaluated");
            interrupted.initCause(e);
            throw new UncheckedIOException(interrupted);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            @SuppressWarnings("unchecked") // all else that the work can throw
            var checked = (X) e.getCause();
            throw checked;
        }
    }

    /** The work runs commands and writes files, which is not to go on once its caller has released its locks. */
    private static void end(Thread thread) {
        thread.interrupt();
        try {
            thread.join(Duration.ofSeconds(PATIENCE_SECONDS).toMillis());
        } catch (InterruptedException e) {
            LOG.debug("interrupted again: not waiting for Kconfig's thread", e);
        } finally {
            Thread.currentThread().interrupt();
        }
    }
}
