package org.kernelmaven.archive;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;
import org.kernelmaven.tool.BulkStream;
import org.kernelmaven.tool.Workers;

/**
 * Reads a stream on a thread of its own, a bounded distance ahead, so that decompressing and writing overlap.
 *
 * <p>At most {@code CHUNKS * CHUNK_BYTES} are held.
 */
final class ReadAhead extends BulkStream {

    private static final int CHUNK_BYTES = 1 << 18;
    private static final int CHUNKS = 16;

    /** Decoders lose what they decoded in the call that fails: small calls tell the entry that is damaged. */
    private static final int PIECE_BYTES = 1 << 13;

    /** What the thread hands over: bytes, or none at the end, with the failure that was the end or without. */
    private record Chunk(ByteBuffer bytes, @Nullable Throwable failure) {
        static final ByteBuffer NONE = ByteBuffer.allocate(0);
    }

    private final InputStream source;
    private final BlockingQueue<Chunk> queue = new ArrayBlockingQueue<>(CHUNKS);
    private final BlockingQueue<ByteBuffer> spare = new ArrayBlockingQueue<>(CHUNKS);
    private final Thread thread;
    private ByteBuffer current = Chunk.NONE;
    private boolean finished;

    ReadAhead(InputStream source, String name) {
        this.source = source;
        this.thread = new Thread(this::pump, "read-ahead " + name);
        thread.setDaemon(true);
        thread.start();
    }

    private void pump() {
        try {
            queue.put(new Chunk(Chunk.NONE, pumpAll()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed by the reader: nobody waits for more
        }
    }

    /** Reads to the end; returns the failure that was the end, when all bytes before it have been handed over. */
    private @Nullable Throwable pumpAll() throws InterruptedException {
        Throwable failure = null;
        var ended = false;
        while (!ended) {
            var pooled = spare.poll();
            var chunk = pooled == null ? ByteBuffer.allocate(CHUNK_BYTES) : pooled.clear();
            try {
                ended = !fill(chunk);
            } catch (IOException | RuntimeException | Error e) {
                failure = e;
                ended = true;
            }
            if (chunk.flip().hasRemaining()) {
                queue.put(new Chunk(chunk, null));
            }
        }
        return failure;
    }

    /** Fills a chunk; false at the end of the source. */
    private boolean fill(ByteBuffer chunk) throws IOException {
        while (chunk.hasRemaining()) {
            int n = source.read(
                    chunk.array(), chunk.arrayOffset() + chunk.position(), Math.min(PIECE_BYTES, chunk.remaining()));
            if (n < 0) {
                return false;
            }
            chunk.position(chunk.position() + n);
        }
        return true;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!current.hasRemaining() && !next()) {
            return -1;
        }
        int n = Math.min(length, current.remaining());
        current.get(bytes, offset, n);
        return n;
    }

    private boolean next() throws IOException {
        if (finished) {
            return false;
        }
        if (current.capacity() > 0) {
            var unused = spare.offer(current);
        }
        var chunk = take();
        current = chunk.bytes;
        if (current.hasRemaining()) {
            return true;
        }
        finished = true;
        Workers.rethrow(chunk.failure);
        return false;
    }

    private Chunk take() throws InterruptedIOException {
        try {
            return queue.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while unpacking");
        }
    }

    @Override
    public void close() throws IOException {
        // Who was interrupted waits for the thread too, else it would read a stream that is closed.
        var interrupted = Thread.interrupted();
        try (source) {
            thread.interrupt();
            thread.join();
        } catch (InterruptedException e) {
            interrupted = true;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
