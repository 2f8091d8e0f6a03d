package org.kernelmaven.archive;

import static org.kernelmaven.archive.Names.hostile;

import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;
import org.kernelmaven.tool.BulkStream;

/** The entries of a tar stream, read in bounded memory; what is wrong with the stream names archive and entry. */
final class TarReader implements Closeable {

    /** Headers of one entry: GNU tar writes names of any length, but Linux takes no path beyond 4 KiB. */
    private static final long HEADER_BYTES = 1 << 20;

    /** What headers of an entry usually have: one with the times of pax has 2 KiB. */
    private static final long USUAL_HEADER_BYTES = 3 << 10;

    /** What headers of all entries may have beyond that: what global ones say may grow in memory. */
    private static final long UNUSUAL_HEADER_BYTES = 16 << 20;

    /** Pax headers of one entry and of all: an extended attribute has up to 64 KiB. */
    private static final long KEPT_BYTES = 256 << 10;

    /** What a record takes beside its text, about: many small ones are expensive too. */
    private static final int RECORD_BYTES = 64;

    /** What may follow the last entry: tar fills its last block with zeros, and a block may be large. */
    private static final long TRAILING_BYTES = 16 << 20;

    private static final int BLOCK = 10240;
    private static final int RECORD = 512;

    private final String archive;
    private final HeaderBudget budget;
    private final RawStream source;
    private final TarArchiveInputStream tar;
    /** Takes what nobody wants. */
    private final byte[] scrap = new byte[1 << 13];

    private String entryName = "";
    private long unusual;

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
            unusual += Math.max(0, HEADER_BYTES - budget.left - USUAL_HEADER_BYTES);
            budget.left = Long.MAX_VALUE;
            if (entry == null) {
                readTrailer();
                return null;
            }
            if (!entry.isCheckSumOK()) {
                throw new IOException("the header's checksum is wrong");
            }
            entryName = entry.getName();
            check(entry);
            return entry;
        } catch (IOException | RuntimeException e) {
            throw translate(e);
        }
    }

    /** Refuses what would cost more than the archive's bytes do. */
    private void check(TarArchiveEntry entry) {
        // Of a hole come bytes that the archive has not.
        var sparse = entry.isSparse();
        long kept = 0;
        for (var record : entry.getExtraPaxHeaders().entrySet()) {
            sparse |= record.getKey().startsWith("GNU.sparse.");
            kept += RECORD_BYTES + record.getKey().length() + record.getValue().length();
        }
        if (sparse) {
            throw hostile(archive, entryName, "is a sparse file, which is not supported");
        }
        // What a global header says is kept for all that follow.
        if (kept > KEPT_BYTES) {
            throw hostile(archive, entryName, "has more than " + KEPT_BYTES + " bytes of pax headers");
        }
        if (unusual > UNUSUAL_HEADER_BYTES) {
            throw hostile(archive, entryName, "has, with those before it, far longer headers than files need");
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
        return new BulkStream() {
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
        int n = 0;
        while (n >= 0) {
            n = read(scrap, 0, scrap.length);
        }
    }

    /** Reads on to the end of the compressed data, where its checksums are. */
    private void readTrailer() throws IOException {
        long total = 0;
        for (int n = source.read(scrap, 0, scrap.length); n >= 0; n = source.read(scrap, 0, scrap.length)) {
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
