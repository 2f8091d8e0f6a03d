package org.kernelmaven.archive;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.Optional;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.kernelmaven.UserException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tukaani.xz.XZInputStream;

/** How a stream is compressed, told by its first bytes and never by a name. */
public enum Compression {
    /** Not compressed, or by nothing we know. */
    NONE,
    /** RFC 1952. */
    GZIP,
    /** Julian Seward's bzip2. */
    BZIP2,
    /** The .xz format; the older .lzma has no magic and is not told. */
    XZ,
    /** RFC 8878. */
    ZSTD;

    private static final Logger LOG = LoggerFactory.getLogger(Compression.class);

    /** Bytes that {@link #of} wants to see; fewer are fine where there are no more. */
    public static final int MAGIC_LENGTH = 6;

    /** A stream made with {@code xz -9} needs 65 MiB; one with a larger dictionary than 128 MiB is refused. */
    private static final int XZ_MEMORY_KIB = 140 * 1024;

    /** The largest window that a decoder must take by RFC 8878's advice is 8 MB; {@code zstd -19} makes 8, -22 128. */
    private static final int ZSTD_WINDOW_LOG = 27;

    private static final int BUFFER = 1 << 16;

    /** The compression of a stream that starts with these bytes. */
    public static Compression of(byte[] magic) {
        if (starts(magic, 0x1f, 0x8b)) {
            return GZIP;
        } else if (starts(magic, 'B', 'Z', 'h') && magic.length > 3 && magic[3] >= '1' && magic[3] <= '9') {
            return BZIP2;
        } else if (starts(magic, 0xfd, '7', 'z', 'X', 'Z', 0)) {
            return XZ;
        } else if (starts(magic, 0x28, 0xb5, 0x2f, 0xfd)) {
            return ZSTD;
        }
        return NONE;
    }

    /**
     * The plain bytes of a stream that may be compressed, all its concatenated members one after the other.
     *
     * @param raw read through a buffer; closed with the result
     * @return throws {@link DamagedStreamException} where the data is truncated or corrupt; an {@link IOException} of
     *     {@code raw} itself passes as it is
     */
    public static InputStream decompress(InputStream raw) throws IOException {
        var input = new RawStream(raw);
        var buffered = new BufferedInputStream(input, BUFFER);
        buffered.mark(MAGIC_LENGTH);
        var magic = buffered.readNBytes(MAGIC_LENGTH);
        buffered.reset();
        return of(magic).decoder(buffered, input);
    }

    @SuppressWarnings("resource") // the decoder is closed with the stream around it
    private InputStream decoder(BufferedInputStream buffered, RawStream input) throws IOException {
        try {
            return switch (this) {
                case NONE -> buffered;
                case GZIP -> new CheckedStream(gzip(buffered), input, this);
                case BZIP2 -> new CheckedStream(new BZip2CompressorInputStream(buffered, true), input, this);
                case XZ -> new CheckedStream(xz(buffered), input, this);
                case ZSTD ->
                    new CheckedStream(
                            new ZstdInputStreamNoFinalizer(buffered).setLongMax(ZSTD_WINDOW_LOG), input, this);
            };
        } catch (IOException | RuntimeException e) {
            throw CheckedStream.translate(e, input, this);
        }
    }

    /** Little is decoded here: until a program has started it would be done. */
    private static InputStream xz(BufferedInputStream buffered) throws IOException {
        buffered.mark(BUFFER);
        var much = buffered.readNBytes(BUFFER).length == BUFFER;
        buffered.reset();
        var program = much ? XzProgram.installed() : Optional.<XzProgram>empty();
        if (program.isEmpty()) {
            return new XZInputStream(buffered, XZ_MEMORY_KIB);
        }
        try {
            return program.get().decode(buffered, XZ_MEMORY_KIB);
        } catch (InterruptedIOException e) {
            throw e;
        } catch (IOException | UserException e) {
            LOG.debug("xz does not start", e); // nothing has been read yet
            return new XZInputStream(buffered, XZ_MEMORY_KIB);
        }
    }

    private static InputStream gzip(InputStream buffered) throws IOException {
        return GzipCompressorInputStream.builder()
                .setInputStream(buffered)
                .setDecompressConcatenated(true)
                .get();
    }

    private static boolean starts(byte[] bytes, int... wanted) {
        if (bytes.length < wanted.length) {
            return false;
        }
        for (int i = 0; i < wanted.length; i++) {
            if ((bytes[i] & 0xff) != wanted[i]) {
                return false;
            }
        }
        return true;
    }
}
