package org.kernelmaven.tool;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Threads that work for one that waits for them. */
public final class Workers {

    private Workers() {}

    /**
     * Runs tasks on threads of their own. Where one fails, or the caller is interrupted, the tasks that run are
     * interrupted and have ended when this returns, and those that wait never begin.
     *
     * @param threads how many, at least one
     * @param doing what, for who reads of the interrupt: {@code linking 'target/kernel/tree'}
     * @return what they give, in their order
     * @throws IOException of the first that failed
     */
    public static <T> List<T> all(int threads, String doing, Collection<? extends Callable<T>> tasks)
            throws IOException {
        var workers = Executors.newFixedThreadPool(threads, task -> {
            var thread = new Thread(task, "kernel-worker");
            thread.setDaemon(true);
            return thread;
        });
        // One wait for all: to be woken by each of thousands takes longer than they do.
        var end = new CompletableFuture<Void>();
        var left = new AtomicInteger(tasks.size());
        try {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            var results = new ArrayList<Future<T>>();
            for (var task : tasks) {
                results.add(workers.submit(() -> {
                    if (end.isDone()) {
                        throw new CancellationException();
                    }
                    try {
                        return task.call();
                    } catch (Throwable e) {
                        end.completeExceptionally(e);
                        throw e;
                    } finally {
                        if (left.decrementAndGet() == 0) {
                            end.complete(null);
                        }
                    }
                }));
            }
            if (!results.isEmpty()) {
                end.get();
            }
            var values = new ArrayList<T>();
            for (var result : results) {
                values.add(result.get());
            }
            return values;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            var interrupted = new InterruptedIOException("interrupted while " + doing);
            interrupted.initCause(e);
            throw interrupted;
        } catch (ExecutionException e) {
            throw checked(requireNonNull(e.getCause()));
        } finally {
            end(workers);
        }
    }

    /**
     * Throws what another thread failed with.
     *
     * @param failure null where it did not
     */
    public static void rethrow(@Nullable Throwable failure) throws IOException {
        if (failure != null) {
            throw checked(failure);
        }
    }

    /** What another thread failed with, unless it is thrown at once, as unchecked ones are. */
    private static IOException checked(Throwable failure) {
        if (failure instanceof IOException io) {
            return io;
        } else if (failure instanceof UncheckedIOException unchecked) {
            return requireNonNull(unchecked.getCause());
        } else if (failure instanceof RuntimeException runtime) {
            throw runtime;
        } else if (failure instanceof Error error) {
            throw error;
        }
        return new IOException(failure);
    }

    /**
     * Interrupts the work that runs, which ends the commands that it waits for, drops what waits, and returns when all
     * has ended: nobody writes any more where the caller tidies up. Who was interrupted waits too, and is so
     * afterwards.
     */
    public static void end(ExecutorService workers) {
        var interrupted = Thread.interrupted();
        workers.shutdownNow();
        while (!workers.isTerminated()) {
            try {
                workers.awaitTermination(1, TimeUnit.MINUTES);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
