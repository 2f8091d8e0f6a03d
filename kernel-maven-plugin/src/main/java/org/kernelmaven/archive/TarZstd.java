package org.kernelmaven.archive;

import static java.util.Objects.requireNonNull;

import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;

/** Writes reproducible {@code .tar.zst} files: streamed, in bounded memory, appearing whole or not at all. */
public final class TarZstd {

    /** {@value}: 19 takes ten times as long for a kernel's dev artifact and saves a fifth of its size. */
    public static final int DEFAULT_LEVEL = 12;

    /** {@value}: the output does not depend on it as long as it is not 0. */
    public static final int DEFAULT_WORKERS = 2;

    private static final int BUFFER = 1 << 17;

    private TarZstd() {}

    /** Puts the entries into an archive. */
    @FunctionalInterface
    public interface ContentWriter {
        /** @param tar closed by who called */
        void write(TarWriter tar) throws IOException;
    }

    /**
     * A finished archive.
     *
     * @param file where it is
     * @param sha256 of its bytes, lower-case hex
     * @param size its bytes
     */
    public record Packed(Path file, String sha256, long size) {}

    /** Writes with the default level and workers. */
    public static Packed write(Path target, Instant mtime, ContentWriter content) throws IOException {
        return write(target, mtime, DEFAULT_LEVEL, DEFAULT_WORKERS, content);
    }

    /**
     * Writes an archive to a temporary sibling and moves it to its place.
     *
     * @param target replaced where it exists; its folder is made where it does not exist
     * @param mtime of every entry
     * @param level 1 to 22, the output depends on it
     * @param workers compressing threads, at least 1, the output does not depend on them
     */
    public static Packed write(Path target, Instant mtime, int level, int workers, ContentWriter content)
            throws IOException {
        if (workers < 1) {
            throw new IllegalArgumentException("without workers the output would be another: " + workers);
        }
        Files.createDirectories(requireNonNull(target.toAbsolutePath().getParent()));
        // Always the same: what a killed build left of it goes with the next.
        var temporary = target.resolveSibling("." + target.getFileName() + ".tmp");
        Files.deleteIfExists(temporary);
        try {
            Files.createFile(temporary);
            Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rw-r--r--"));
            var counted = new Counted(Files.newOutputStream(temporary));
            try (var zstd = new ZstdOutputStreamNoFinalizer(counted, level);
                    var tar = new TarWriter(new BufferedOutputStream(zstd.setWorkers(workers), BUFFER), mtime)) {
                zstd.setChecksum(true);
                content.write(tar);
            }
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return new Packed(target, counted.sha256(), counted.size);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** Digests and counts what passes. */
    private static final class Counted extends FilterOutputStream {
        private final MessageDigest digest;
        private long size;

        Counted(OutputStream out) {
            super(out);
            try {
                digest = MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void write(int b) throws IOException {
            out.write(b);
            digest.update((byte) b);
            size++;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
            digest.update(bytes, offset, length);
            size += length;
        }

        String sha256() {
            return HexFormat.of().formatHex(digest.digest());
        }
    }
}
