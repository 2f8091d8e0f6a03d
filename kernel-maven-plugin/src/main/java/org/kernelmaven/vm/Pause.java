package org.kernelmaven.vm;

import java.io.InterruptedIOException;

/** Waits a little before it is looked again how far QEMU or a guest is. */
final class Pause {

    private Pause() {}

    /**
     * Waits.
     *
     * @param what is going on, for the message
     * @throws InterruptedIOException where the thread was interrupted; its flag is set again
     */
    static void forMillis(long millis, String what) throws InterruptedIOException {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            var interrupted = new InterruptedIOException("interrupted while " + what);
            interrupted.initCause(e);
            throw interrupted;
        }
    }
}
