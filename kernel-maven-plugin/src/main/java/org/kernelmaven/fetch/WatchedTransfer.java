package org.kernelmaven.fetch;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs a transport on a thread of its own and watches the target grow, so that neither a stalled server nor an endless
 * body can hold up or fill the machine, whatever timeouts the transport has.
 *
 * <p>A blocking socket read does not end on interrupt; such a thread is abandoned. The caller must then not use the
 * target again ({@link AbandonedException}).
 */
final class WatchedTransfer {

    private static final long POLL_MILLIS = 100;

    /** The server sent too little for too long. */
    static class StalledException extends IOException {
        private static final long serialVersionUID = 1L;

        StalledException(String message) {
            super(message);
        }
    }

    /** As its parent, and the transport may still write to the target. */
    static final class AbandonedException extends StalledException {
        private static final long serialVersionUID = 1L;

        AbandonedException(String message) {
            super(message);
        }
    }

    /** The file is larger than any that is taken. */
    static final class TooLargeException extends IOException {
        private static final long serialVersionUID = 1L;

        TooLargeException(String message) {
            super(message);
        }
    }

    private final Transport transport;
    private final Patience patience;

    WatchedTransfer(Transport transport, Patience patience) {
        this.transport = transport;
        this.patience = patience;
    }

    /** Downloads once; see {@link Transport#download}. */
    void download(URI uri, Path target, boolean resume) throws IOException {
        var task = new FutureTask<Boolean>(() -> {
            transport.download(uri, target, resume);
            return true;
        });
        var thread = new Thread(task, "kernel-download-" + uri.getHost());
        thread.setDaemon(true);
        thread.start();
        try {
            watch(task, thread, target);
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
            var interrupted = new InterruptedIOException("interrupted while downloading " + Uris.shown(uri));
            interrupted.initCause(e);
            throw interrupted;
        } catch (ExecutionException e) {
            rethrow(e);
        }
        checkSize(size(target));
    }

    private void watch(FutureTask<Boolean> task, Thread thread, Path target)
            throws IOException, InterruptedException, ExecutionException {
        var windowStart = System.nanoTime();
        var sizeThen = size(target);
        while (true) {
            try {
                task.get(POLL_MILLIS, TimeUnit.MILLISECONDS);
                return;
            } catch (TimeoutException e) {
                // Not done yet: look how it goes.
            }
            var now = System.nanoTime();
            var size = size(target);
            if (size > patience.mostBytes()) {
                stop(thread);
                checkSize(size);
            }
            if (size < sizeThen || size - sizeThen >= patience.leastBytes()) {
                windowStart = now;
                sizeThen = size;
            } else if (now - windowStart > patience.window().toNanos()) {
                var message = "the server sent less than " + patience.leastBytes() + " bytes in "
                        + patience.window().toSeconds() + " s";
                throw stop(thread) ? new StalledException(message) : new AbandonedException(message);
            }
        }
    }

    private boolean stop(Thread thread) throws InterruptedException {
        thread.interrupt();
        thread.join(patience.grace().toMillis());
        return !thread.isAlive();
    }

    private void checkSize(long size) throws TooLargeException {
        if (size > patience.mostBytes()) {
            throw new TooLargeException("the file has more than " + patience.mostBytes() + " bytes");
        }
    }

    private static long size(Path target) throws IOException {
        return Files.exists(target) ? Files.size(target) : 0;
    }

    private static void rethrow(ExecutionException e) throws IOException {
        if (e.getCause() instanceof IOException failure) {
            throw failure;
        }
        if (e.getCause() instanceof RuntimeException failure) {
            throw failure;
        }
        throw new IOException(e.getCause());
    }
}
