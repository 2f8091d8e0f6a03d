package org.kernelmaven.archive;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.kernelmaven.tool.BulkStream;

/**
 * Writes small files on threads of its own, while the archive's next entries are read: creating a file costs the file
 * system more than its bytes do.
 *
 * <p>At most {@code FILES * SMALL_BYTES} are held. For one caller.
 */
final class FileWriters implements AutoCloseable {

    /** What a small file has at most; of a kernel's source 97 of 100 are. */
    static final int SMALL_BYTES = 1 << 16;

    /** Files that may wait. */
    private static final int FILES = 32;

    /** The files of one directory are made one after the other, and most that come together are of one. */
    private static final int MOST_THREADS = 4;

    private final ExecutorService threads =
            Executors.newFixedThreadPool(Math.min(Runtime.getRuntime().availableProcessors(), MOST_THREADS), task -> {
                var thread = new Thread(task, "unpack");
                thread.setDaemon(true);
                return thread;
            });
    private final Semaphore room = new Semaphore(FILES);
    private final Queue<ByteBuffer> spare = new ConcurrentLinkedQueue<>();
    private volatile @Nullable Throwable failure;

    /** Writes a file. */
    @FunctionalInterface
    interface Writing {
        /** @param bytes all of the file */
        void write(ByteBuffer bytes) throws IOException;
    }

    /**
     * Takes an empty buffer of {@value #SMALL_BYTES} bytes, for {@link #write}; waits where many files do.
     *
     * @throws IOException where writing an earlier file failed
     */
    ByteBuffer buffer() throws IOException {
        acquire(1);
        var pooled = spare.poll();
        return pooled == null ? ByteBuffer.allocate(SMALL_BYTES) : pooled.clear();
    }

    /** Writes a file soon. */
    void write(ByteBuffer bytes, Writing writing) {
        threads.execute(() -> {
            try {
                if (failure == null) {
                    writing.write(bytes);
                }
            } catch (IOException | RuntimeException | Error e) {
                failure = e;
            } finally {
                spare.add(bytes);
                room.release();
            }
        });
    }

    /**
     * Waits until all files are written.
     *
     * @throws IOException where writing one failed
     */
    void await() throws IOException {
        acquire(FILES);
        room.release(FILES);
    }

    private void acquire(int files) throws IOException {
        try {
            room.acquire(files);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while unpacking");
        }
        var first = failure;
        if (first != null) {
            room.release(files);
            BulkStream.rethrow(first);
        }
    }

    /** Ends the threads; files that wait are not written. */
    @Override
    public void close() {
        // Who was interrupted waits too: nobody may write any more where he tidies up.
        var interrupted = Thread.interrupted();
        threads.shutdownNow();
        try {
            while (!threads.awaitTermination(1, TimeUnit.MINUTES)) {}
        } catch (InterruptedException e) {
            interrupted = true;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
