package org.kernelmaven.kconfig;

import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicReference;

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
        var result = new AtomicReference<T>();
        var failure = new AtomicReference<Throwable>();
        var thread = new Thread(
                null,
                () -> {
                    try {
                        result.set(work.run());
                    } catch (Throwable e) {
                        failure.set(e);
                    }
                },
                "kconfig",
                BYTES);
        thread.start();
        try {
            thread.join();
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
            throw (CancellationException)
                    new CancellationException("interrupted while Kconfig was evaluated").initCause(e);
        }
        var thrown = failure.get();
        if (thrown instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        if (thrown instanceof Error error) {
            throw error;
        }
        if (thrown != null) {
            @SuppressWarnings("unchecked") // all else that the work can throw
            var checked = (X) thrown;
            throw checked;
        }
        return Objects.requireNonNull(result.get());
    }
}
