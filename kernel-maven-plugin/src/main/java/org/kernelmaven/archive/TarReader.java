package org.kernelmaven.archive;

import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;

/** The entries of a tar stream, read in bounded memory; what is wrong with the stream names archive and entry. */
final class TarReader implements Closeable {

    /** Headers of one entry: GNU tar writes names of any length, but Linux takes no path beyond 4 KiB. */
    private static final long HEADER_BYTES = 1 << 20;

    /** What may follow the last entry: tar fills its last block with zeros, and a block may be large. */
    private static final long TRAILING_BYTES = 16 << 20;

    private static final int BLOCK = 10240;
    private static final int RECORD = 512;

    private final String archive;
    private final HeaderBudget budget;
    private final RawStream source;
    private final TarArchiveInputStream tar;
    private String entryName = "";

    /**
     * @param plain the tar stream, decompressed
     * @param archive what messages call it
     */
    TarReader(InputStream plain, String archive) {
        this.archive = archive;
        this.source = new RawStream(plain);
        this.budget = new HeaderBudget(source);
        this.tar = new TarArchiveInputStream(budget, BLOCK, RECORD, StandardCharsets.UTF_8.name());
    }

    /** The next entry, or null after the last one, when the rest of the stream has been checked too. */
    @Nullable
    TarArchiveEntry next() throws IOException {
        drain();
        budget.left = HEADER_BYTES;
        try {
            var entry = tar.getNextEntry();
            budget.left = Long.MAX_VALUE;
            if (entry == null) {
                readTrailer();
                return null;
            }
            if (!entry.isCheckSumOK()) {
                throw new IOException("the header's checksum is wrong");
            }
            entryName = entry.getName();
            return entry;
        } catch (IOException | RuntimeException e) {
            throw translate(e);
        }
    }

    /** Bytes of the current entry, or -1 at its end. */
    int read(byte[] buffer, int offset, int length) throws IOException {
        try {
            return tar.read(buffer, offset, length);
        } catch (IOException | RuntimeException e) {
            throw translate(e);
        }
    }

    /** The current entry's bytes as a stream that need not be closed. */
    InputStream entryStream() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                var one = new byte[1];
                return TarReader.this.read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                return TarReader.this.read(buffer, offset, length);
            }
        };
    }

    @Override
    public void close() throws IOException {
        tar.close();
    }

    private void drain() throws IOException {
        if (tar.getCurrentEntry() == null) {
            return;
        }
        var buffer = new byte[1 << 13];
        int n = 0;
        while (n >= 0) {
            n = read(buffer, 0, buffer.length);
        }
    }

    /** Reads on to the end of the compressed data, where its checksums are. */
    private void readTrailer() throws IOException {
        var buffer = new byte[1 << 13];
        long total = 0;
        for (int n = source.read(buffer, 0, buffer.length); n >= 0; n = source.read(buffer, 0, buffer.length)) {
            total += n;
            if (total > TRAILING_BYTES) {
                throw new HostileArchiveException("Archive '%s' goes on for more than %d bytes after its last entry."
                        .formatted(archive, TRAILING_BYTES));
            }
        }
    }

    private IOException translate(Exception e) {
        if (e instanceof HostileArchiveException || e instanceof InterruptedIOException) {
            return rethrow(e);
        }
        var failure = source.failure();
        if (failure != null && !(failure instanceof DamagedStreamException)) {
            return failure;
        }
        if (e instanceof HeaderBudgetException) {
            throw new HostileArchiveException("Archive '%s' has a header of more than %d bytes after entry '%s'."
                    .formatted(archive, HEADER_BYTES, Names.printable(entryName)));
        }
        var where = "in or after entry '" + Names.printable(entryName) + "'.";
        if (entryName.isEmpty()) {
            where = failure == null ? "at its first entry; is it a tar archive at all?" : "before its first entry.";
        }
        throw new DamagedArchiveException(
                "Archive '%s' is truncated or damaged %s%s"
                        .formatted(archive, where, "\n  " + (e.getMessage() == null ? e.toString() : e.getMessage())),
                e);
    }

    private static IOException rethrow(Exception e) {
        if (e instanceof RuntimeException runtime) {
            throw runtime;
        }
        return (IOException) e;
    }

    /** Ends the reading of headers that would be kept in memory without bound. */
    private static final class HeaderBudget extends FilterInputStream {
        private long left = Long.MAX_VALUE;

        HeaderBudget(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int b = in.read();
            spent(b < 0 ? 0 : 1);
            return b;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            return spent(in.read(bytes, offset, length));
        }

        private int spent(int n) throws IOException {
            if (left != Long.MAX_VALUE && n > 0) {
                left -= n;
                if (left < 0) {
                    throw new HeaderBudgetException();
                }
            }
            return n;
        }
    }

    private static final class HeaderBudgetException extends IOException {
        private static final long serialVersionUID = 1L;

        HeaderBudgetException() {
            super("header too large");
        }
    }
}
