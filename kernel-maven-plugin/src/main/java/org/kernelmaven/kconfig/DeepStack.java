package org.kernelmaven.kconfig;

import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Runs work on a thread whose stack is large: deep menus and long chains of dependencies are walked recursively. */
public final class DeepStack {

    private static final long BYTES = 256L << 20;

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
     * @throws CancellationException where this thread was interrupted; its flag is set again
     */
    public static <T, X extends Exception> T call(Work<T, X> work) throws X {
        var task = new FutureTask<T>(work::run);
        var thread = new Thread(null, task, "kconfig", BYTES);
        thread.start();
        try {
            return task.get();
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
            throw (CancellationException)
                    new CancellationException("interrupted while Kconfig was evaluated").initCause(e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            @SuppressWarnings("unchecked") // all else that the work can throw
            var checked = (X) e.getCause();
            throw checked;
        }
    }
}
