package org.kernelmaven.archive;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.Locale;

/** A decoder whose complaints about its data, of whatever class, become {@link DamagedStreamException}s. */
final class CheckedStream extends FilterInputStream {

    private final RawStream raw;
    private final Compression compression;

    CheckedStream(InputStream decoder, RawStream raw, Compression compression) {
        super(decoder);
        this.raw = raw;
        this.compression = compression;
    }

    @Override
    public int read() throws IOException {
        try {
            return in.read();
        } catch (IOException | RuntimeException e) {
            throw translate(e, raw, compression);
        }
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        try {
            return in.read(bytes, offset, length);
        } catch (IOException | RuntimeException e) {
            throw translate(e, raw, compression);
        }
    }

    @Override
    public void close() throws IOException {
        try (raw) {
            in.close();
        }
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    static IOException translate(Exception e, RawStream raw, Compression compression) {
        var failure = raw.failure();
        if (failure != null) {
            return failure;
        }
        if (e instanceof InterruptedIOException interrupted) {
            return interrupted;
        }
        if (XzProgram.lacksMemory(e)) {
            return new IOException("xz: " + e.getMessage(), e);
        }
        var reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        return new DamagedStreamException(
                "the %s data is truncated or corrupt: %s"
                        .formatted(compression.name().toLowerCase(Locale.ROOT), reason),
                e);
    }
}
