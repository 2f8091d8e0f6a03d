package org.kernelmaven.archive;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.kernelmaven.archive.XzFormat.BlockSize;
import org.tukaani.xz.ArrayCache;
import org.tukaani.xz.BasicArrayCache;
import org.tukaani.xz.CorruptedInputException;
import org.tukaani.xz.XZInputStream;

/**
 * Decodes an .xz file, its blocks on several threads where their headers state sizes, as those of {@code xz -T} do.
 *
 * <p>Debian's linux-source-6.1 has 55 blocks of 24 MiB; on one thread XZ for Java needs 17 s of CPU for them. Each
 * block is handed to XZ for Java as a file of its own, so that all its checks are made; that the blocks are those of
 * the index is checked here. A file whose first block states no size, or a large one or a large dictionary, is decoded
 * on one thread.
 *
 * <p>Blocks that are being decoded take at most a third of the heap together, or one of them does alone.
 */
final class XzBlocks extends InputStream {

    private static final int LARGEST_BLOCK = 64 << 20;
    private static final int MOST_THREADS = 8;

    /** The decoder loses what it decoded in the call that fails: small calls keep what is before the damage. */
    private static final int PIECE_BYTES = 1 << 13;

    private final BufferedInputStream source;
    private final int memoryKib;
    private final long largest;
    private final long budget;
    private final int threads;
    private final ArrayCache cache = new BasicArrayCache();
    private final Queue<ByteBuffer> spare = new ConcurrentLinkedQueue<>();
    private final Deque<Block> ahead = new ArrayDeque<>();
    private @Nullable ExecutorService pool;
    private @Nullable InputStream rest;

    private byte[] streamHeader = {};
    private ByteArrayOutputStream records = new ByteArrayOutputStream();
    private long blocks;
    private boolean ended;
    /** The header, with its size, of a block of which nothing else has been read. */
    private byte[] header = {};

    private @Nullable BlockSize announced;
    private long held;
    private @Nullable IOException failure;

    private ByteBuffer current = Decoded.NONE;

    /** A block that is being decoded. */
    private record Block(BlockSize size, Future<Decoded> decoded) {}

    /** The bytes of a block; where it is damaged, those before the damage. */
    private record Decoded(ByteBuffer bytes, @Nullable IOException failure) {
        static final ByteBuffer NONE = ByteBuffer.allocate(0);
    }

    /**
     * @param source starts with a stream's header
     * @param memoryKib the most that decoding one block may need beside its bytes
     */
    XzBlocks(BufferedInputStream source, int memoryKib) throws IOException {
        this(
                source,
                memoryKib,
                Runtime.getRuntime().maxMemory(),
                Runtime.getRuntime().availableProcessors());
    }

    XzBlocks(BufferedInputStream source, int memoryKib, long heap, int cores) throws IOException {
        this.source = source;
        this.memoryKib = memoryKib;
        this.largest = Math.min(LARGEST_BLOCK, heap / 8);
        this.budget = heap / 3;
        this.threads = Math.min(cores, MOST_THREADS);
        startStream();
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (!current.hasRemaining()) {
            if (!next()) {
                return rest == null ? -1 : rest.read(bytes, offset, length);
            }
        }
        int n = Math.min(length, current.remaining());
        current.get(bytes, offset, n);
        return n;
    }

    /** Goes on to the next block; false after the last. What is damaged fails when all before it has been read. */
    private boolean next() throws IOException {
        spareCurrent();
        if (ahead.isEmpty() && failure != null) {
            throw failure;
        }
        fillAhead();
        var block = ahead.poll();
        if (block == null) {
            return false;
        }
        var decoded = await(block.decoded);
        held -= block.size.memory();
        current = decoded.bytes;
        if (decoded.failure != null) {
            for (var later : ahead) {
                later.decoded.cancel(false);
            }
            ahead.clear();
            ended = true;
            failure = decoded.failure;
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        if (pool != null) {
            pool.shutdownNow();
        }
        source.close();
    }

    /** Takes a stream's header where its first block can be decoded apart; else the rest is for one thread. */
    private void startStream() throws IOException {
        source.mark(XzFormat.STREAM_HEADER + XzFormat.LARGEST_BLOCK_HEADER);
        var header = source.readNBytes(XzFormat.STREAM_HEADER);
        int first = source.read();
        Optional<BlockSize> size = Optional.empty();
        if (header.length == XzFormat.STREAM_HEADER && Compression.of(header) == Compression.XZ && first > 0) {
            XzFormat.checkStreamHeader(header);
            size = XzFormat.blockSize(blockHeader(first), header);
        }
        source.reset();
        if (size.filter(this::fits).isEmpty()) {
            ended = true;
            rest = new XZInputStream(source, memoryKib, true, cache);
            return;
        }
        streamHeader = source.readNBytes(XzFormat.STREAM_HEADER);
        records = new ByteArrayOutputStream();
        blocks = 0;
    }

    private void fillAhead() throws IOException {
        while (!ended && ahead.size() <= threads && hasRoom()) {
            try {
                readOn();
            } catch (IOException e) {
                if (ahead.isEmpty()) {
                    throw e;
                }
                ended = true;
                failure = e;
            }
        }
    }

    private boolean hasRoom() {
        return ahead.isEmpty() || announced == null || held + announced.memory() <= budget;
    }

    /** Starts the block whose header has been read, or reads the next header, or the stream's end. */
    private void readOn() throws IOException {
        var next = announced;
        if (next != null) {
            announced = null;
            start(next);
            return;
        }
        int first = source.read();
        if (first <= 0) {
            endStream(first);
            return;
        }
        header = blockHeader(first);
        announced = XzFormat.blockSize(header, streamHeader)
                .filter(this::fits)
                .orElseThrow(() -> new CorruptedInputException("a later block states no size or a larger one than the"
                        + " first, which no xz writes by itself; compress the archive anew"));
    }

    private void start(BlockSize size) throws IOException {
        var body = source.readNBytes((int) size.padded() - header.length);
        var record = XzFormat.record(size);
        records.writeBytes(record);
        blocks++;
        var parts = List.of(streamHeader, header, body, XzFormat.end(1, record, streamHeader));
        ahead.add(new Block(size, pool().submit(() -> decode(parts, (int) size.uncompressed()))));
        held += size.memory();
    }

    private Decoded decode(List<byte[]> parts, int uncompressed) {
        var streams = parts.stream().map(ByteArrayInputStream::new).toList();
        var pooled = spare.poll();
        var bytes = pooled == null || pooled.capacity() < uncompressed
                ? ByteBuffer.allocate(uncompressed)
                : pooled.clear().limit(uncompressed);
        try (var xz =
                new XZInputStream(new SequenceInputStream(Collections.enumeration(streams)), memoryKib, true, cache)) {
            for (int n = 0; n >= 0 && bytes.hasRemaining(); n = readPiece(xz, bytes)) {
                bytes.position(bytes.position() + n);
            }
            if (bytes.hasRemaining() || xz.read() >= 0) {
                throw new CorruptedInputException("a block has another size than its header states");
            }
            return new Decoded(bytes.flip(), null);
        } catch (IOException e) {
            return new Decoded(bytes.flip(), e);
        }
    }

    private static int readPiece(InputStream xz, ByteBuffer into) throws IOException {
        return xz.read(into.array(), into.arrayOffset() + into.position(), Math.min(PIECE_BYTES, into.remaining()));
    }

    /** Checks that the blocks were those of the index, and looks for another stream after padding. */
    private void endStream(int first) throws IOException {
        var expected = XzFormat.end(blocks, records.toByteArray(), streamHeader);
        var end = source.readNBytes(expected.length - 1);
        if (first < 0 || end.length < expected.length - 1) {
            throw new EOFException("it ends before its index does");
        }
        if (!Arrays.equals(end, 0, end.length, expected, 1, expected.length)) {
            throw new CorruptedInputException("its index is not that of its blocks");
        }
        int zeros = 0;
        source.mark(1);
        int next = source.read();
        for (; next == 0; next = source.read()) {
            zeros++;
            source.mark(1);
        }
        if (zeros % 4 != 0) {
            throw new CorruptedInputException("the padding after its end is no multiple of four bytes");
        }
        if (next < 0) {
            ended = true;
            return;
        }
        source.reset();
        startStream();
    }

    private byte[] blockHeader(int first) throws IOException {
        var header = new byte[XzFormat.blockHeaderBytes((byte) first)];
        header[0] = (byte) first;
        if (source.readNBytes(header, 1, header.length - 1) < header.length - 1) {
            throw new EOFException("it ends inside a block's header");
        }
        return header;
    }

    private boolean fits(BlockSize size) {
        return size.padded() <= largest && size.uncompressed() <= largest && size.dictionary() <= largest;
    }

    private void spareCurrent() {
        if (current.capacity() > 0) {
            spare.add(current);
        }
        current = Decoded.NONE;
    }

    private ExecutorService pool() {
        if (pool == null) {
            pool = Executors.newFixedThreadPool(threads, task -> {
                var thread = new Thread(task, "xz block");
                thread.setDaemon(true);
                return thread;
            });
        }
        return pool;
    }

    private static Decoded await(Future<Decoded> block) throws IOException {
        try {
            return block.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while unpacking");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new IOException(e.getCause());
        }
    }
}
