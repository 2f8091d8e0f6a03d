package org.kernelmaven.tool;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

/** Threads that work for one that waits for them. */
public final class Workers {

    private Workers() {}

    /**
     * Interrupts the work that runs, which ends the commands that it waits for, drops what waits, and returns when all
     * has ended: nobody writes any more where the caller tidies up. Who was interrupted waits too, and is so
     * afterwards.
     */
    public static void end(ExecutorService workers) {
        var interrupted = Thread.interrupted();
        workers.shutdownNow();
        try {
            while (!workers.awaitTermination(1, TimeUnit.MINUTES)) {}
        } catch (InterruptedException e) {
            interrupted = true;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
