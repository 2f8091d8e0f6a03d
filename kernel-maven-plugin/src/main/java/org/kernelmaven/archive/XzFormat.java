package org.kernelmaven.archive;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.zip.CRC32;
import org.tukaani.xz.CorruptedInputException;

/**
 * The frame of an .xz file around its compressed data: headers and footers of streams, headers of blocks, and the index
 * (The .xz File Format, 1.2.1).
 */
final class XzFormat {

    static final int STREAM_HEADER = 12;
    static final int STREAM_FOOTER = 12;
    static final int LARGEST_BLOCK_HEADER = 1024;

    private static final int CRC = 4;
    private static final int FILTERS = 0x03;
    private static final long LZMA2 = 0x21;
    private static final int HAS_COMPRESSED_SIZE = 0x40;
    private static final int HAS_UNCOMPRESSED_SIZE = 0x80;
    /** Bytes of a block's check by the lower half of the stream's flags. */
    private static final int[] CHECK_BYTES = {0, 4, 4, 4, 8, 8, 8, 16, 16, 16, 32, 32, 32, 64, 64, 64};

    private XzFormat() {}

    /**
     * How large a block is.
     *
     * @param unpadded bytes of its header, compressed data and check, as the index has it
     * @param uncompressed bytes it decodes to
     * @param dictionary bytes that its decoder takes beside those
     */
    record BlockSize(long unpadded, long uncompressed, long dictionary) {
        /** Memory that decoding it takes, about. */
        long memory() {
            return padded() + uncompressed + dictionary;
        }

        /** Bytes it takes in the file. */
        long padded() {
            return (unpadded + 3) & ~3L;
        }
    }

    /** How many bytes a block's header has, by its first byte, which is not 0. */
    static int blockHeaderBytes(byte first) {
        return ((first & 0xff) + 1) * 4;
    }

    /**
     * The sizes that a block's header states; empty where it states none, as those of one thread's xz.
     *
     * @throws CorruptedInputException where the header is damaged
     */
    static Optional<BlockSize> blockSize(byte[] header, byte[] streamHeader) throws CorruptedInputException {
        checkCrc(header, 0, header.length - CRC);
        int flags = header[1] & 0xff;
        int both = HAS_COMPRESSED_SIZE | HAS_UNCOMPRESSED_SIZE;
        if ((flags & both) != both) {
            return Optional.empty();
        }
        var sizes = ByteBuffer.wrap(header, 2, header.length - 2 - CRC);
        long compressed = integer(sizes);
        long uncompressed = integer(sizes);
        int check = CHECK_BYTES[streamHeader[7] & 0x0f];
        if (compressed <= 0 || compressed > Long.MAX_VALUE - header.length - check - 3) {
            throw new CorruptedInputException("A block of the xz data has an impossible size");
        }
        return Optional.of(new BlockSize(
                header.length + compressed + check, uncompressed, dictionary(sizes, (flags & FILTERS) + 1)));
    }

    /** The dictionary of LZMA2, which is the last of a block's filters (section 5.3.1); 0 without it. */
    private static long dictionary(ByteBuffer from, int filters) throws CorruptedInputException {
        long dictionary = 0;
        for (int i = 0; i < filters; i++) {
            long filter = integer(from);
            long properties = integer(from);
            if (properties > from.remaining()) {
                throw new CorruptedInputException("A header of the xz data is damaged");
            }
            if (filter == LZMA2 && properties > 0) {
                int bits = from.get(from.position()) & 0x3f;
                dictionary = (2L | (bits & 1)) << (bits / 2 + 11);
            }
            from.position(from.position() + (int) properties);
        }
        return dictionary;
    }

    /** @throws CorruptedInputException where the header of a stream is damaged */
    static void checkStreamHeader(byte[] header) throws CorruptedInputException {
        checkCrc(header, 6, 8);
    }

    /** The index's record of a block. */
    static byte[] record(BlockSize size) {
        var record = new ByteArrayOutputStream();
        putInteger(record, size.unpadded);
        putInteger(record, size.uncompressed);
        return record.toByteArray();
    }

    /** What follows a stream's last block: the index and the footer. There is only one way to write them. */
    static byte[] end(long blocks, byte[] records, byte[] streamHeader) {
        var end = new ByteArrayOutputStream();
        end.write(0);
        putInteger(end, blocks);
        end.writeBytes(records);
        while (end.size() % 4 != 0) {
            end.write(0);
        }
        end.writeBytes(littleEndian(crc(end.toByteArray(), 0, end.size())));
        var backward = ByteBuffer.allocate(6)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(end.size() / 4 - 1)
                .put(streamHeader, 6, 2)
                .array();
        end.writeBytes(littleEndian(crc(backward, 0, backward.length)));
        end.writeBytes(backward);
        end.write('Y');
        end.write('Z');
        return end.toByteArray();
    }

    private static void checkCrc(byte[] bytes, int from, int to) throws CorruptedInputException {
        int stored = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(to);
        if (stored != crc(bytes, from, to)) {
            throw new CorruptedInputException("A header of the xz data has a wrong checksum");
        }
    }

    private static int crc(byte[] bytes, int from, int to) {
        var crc = new CRC32();
        crc.update(bytes, from, to - from);
        return (int) crc.getValue();
    }

    private static byte[] littleEndian(int value) {
        return ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value)
                .array();
    }

    /** Seven bits a byte, the lowest first, at most nine bytes. */
    private static long integer(ByteBuffer from) throws CorruptedInputException {
        long value = 0;
        for (int shift = 0; shift < 63 && from.hasRemaining(); shift += 7) {
            long b = from.get();
            value |= (b & 0x7f) << shift;
            if (b >= 0) {
                return value;
            }
        }
        throw new CorruptedInputException("A header of the xz data is damaged");
    }

    private static void putInteger(ByteArrayOutputStream to, long value) {
        long left = value;
        for (; left >= 0x80; left >>>= 7) {
            to.write((int) ((left & 0x7f) | 0x80));
        }
        to.write((int) left);
    }
}
