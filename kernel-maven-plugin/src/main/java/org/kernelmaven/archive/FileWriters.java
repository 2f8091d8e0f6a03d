package org.kernelmaven.archive;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.kernelmaven.tool.Workers;

/**
 * Writes small files on threads of its own, while the archive's next entries are read: creating a file costs the file
 * system more than its bytes do. A batch of them at a time, for handing over each would cost as much as writing it.
 *
 * <p>At most {@code BATCHES * BATCH_BYTES} are held. For one caller.
 */
final class FileWriters implements AutoCloseable {

    /** What a small file has at most; of a kernel's source 97 of 100 are. */
    static final int SMALL_BYTES = 1 << 16;

    private static final int BATCH_BYTES = 1 << 18;

    static final int BATCH_FILES = 64;

    /** Batches that may wait, with those that are being filled and written. */
    static final int BATCHES = 8;

    /** The files of one directory are made one after the other, and most that come together are of one. */
    private static final int MOST_THREADS = 4;

    private final ExecutorService threads =
            Executors.newFixedThreadPool(Math.min(Runtime.getRuntime().availableProcessors(), MOST_THREADS), task -> {
                var thread = new Thread(task, "unpack");
                thread.setDaemon(true);
                return thread;
            });
    private final Semaphore room = new Semaphore(BATCHES);
    private final Queue<ByteBuffer> spare = new ConcurrentLinkedQueue<>();
    private @Nullable Batch batch;
    private volatile @Nullable Throwable failure;

    /** Files that one thread writes, one after the other. */
    private record Batch(ByteBuffer bytes, List<Writing> files) {
        boolean hasRoom(int more) {
            return bytes.remaining() >= more && files.size() < BATCH_FILES;
        }
    }

    /** Writes a file. */
    @FunctionalInterface
    interface Writing {
        void write() throws IOException;
    }

    /**
     * Takes an empty buffer for a file that {@link #write} is told of next; waits where many files do.
     *
     * @param size of the file, in bytes, at most {@value #SMALL_BYTES}
     * @throws IOException where writing an earlier file failed
     */
    ByteBuffer buffer(int size) throws IOException {
        if (batch != null && !batch.hasRoom(size)) {
            submit(batch);
        }
        if (batch == null) {
            acquire(1);
            var pooled = spare.poll();
            batch = new Batch(pooled == null ? ByteBuffer.allocate(BATCH_BYTES) : pooled.clear(), new ArrayList<>());
        }
        var bytes = batch.bytes;
        var buffer = bytes.slice(bytes.position(), size);
        bytes.position(bytes.position() + size);
        return buffer;
    }

    /** Writes the file of the last {@link #buffer} soon; no {@link #await} is between the two. */
    void write(Writing writing) {
        Objects.requireNonNull(batch).files.add(writing);
    }

    /**
     * Waits until all files are written.
     *
     * @throws IOException where writing one failed
     */
    void await() throws IOException {
        if (batch != null) {
            submit(batch);
        }
        acquire(BATCHES);
        room.release(BATCHES);
    }

    private void submit(Batch full) {
        batch = null;
        threads.execute(() -> {
            try {
                for (var file : full.files) {
                    if (failure == null) {
                        file.write();
                    }
                }
            } catch (IOException | RuntimeException | Error e) {
                failure = e;
            } finally {
                spare.add(full.bytes);
                room.release();
            }
        });
    }

    private void acquire(int batches) throws IOException {
        try {
            room.acquire(batches);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while unpacking");
        }
        var first = failure;
        if (first != null) {
            room.release(batches);
            Workers.rethrow(first);
        }
    }

    /** Ends the threads; files that wait are not written. */
    @Override
    public void close() {
        Workers.end(threads);
    }
}
