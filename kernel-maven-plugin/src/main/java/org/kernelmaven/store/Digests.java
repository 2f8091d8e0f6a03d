package org.kernelmaven.store;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** SHA-256 of files and texts, as lower-case hex. */
public final class Digests {

    private static final Logger LOG = LoggerFactory.getLogger(Digests.class);

    private Digests() {}

    /** A fresh SHA-256. */
    public static MessageDigest sha256() {
        return digest("SHA-256");
    }

    private static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The digest of a text's UTF-8 bytes. */
    public static String of(String text) {
        return hex(sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** The digest of a file's bytes, read in bounded memory. */
    public static String of(Path file) throws IOException {
        return of(file, "SHA-256");
    }

    /**
     * The digest of a file's bytes by another algorithm.
     *
     * @param algorithm as the Java platform names it: {@code SHA-512}
     */
    public static String of(Path file, String algorithm) throws IOException {
        var digest = digest(algorithm);
        try (var input = Files.newInputStream(file)) {
            var buffer = new byte[1 << 16];
            for (int n = input.read(buffer); n >= 0; n = input.read(buffer)) {
                digest.update(buffer, 0, n);
            }
        }
        return hex(digest.digest());
    }

    /**
     * Whether a file has a content, by its SHA-256. One that is not there or has a bad sector has not.
     *
     * @throws FileSystemException where it cannot be opened: that says nothing of its content
     * @throws InterruptedIOException where the thread was interrupted; of a channel, {@link ClosedByInterruptException}
     */
    public static boolean match(Path file, String sha256Hex) throws IOException {
        try {
            return Files.isRegularFile(file) && of(file).equals(sha256Hex);
        } catch (NoSuchFileException e) {
            return false;
        } catch (FileSystemException | InterruptedIOException | ClosedByInterruptException e) {
            throw e;
        } catch (IOException e) {
            LOG.warn("'{}' cannot be read: {}", file, e.getMessage());
            return false;
        }
    }

    /** Lower-case hex. */
    public static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
