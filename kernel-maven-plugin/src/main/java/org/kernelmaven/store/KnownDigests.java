package org.kernelmaven.store;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import org.kernelmaven.UserException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * SHA-256 of files outside the store, remembered by name, size, time and inode: hashing a tarball anew in each build
 * would cost half a second, a dev artifact in each goal a tenth.
 */
public final class KnownDigests {

    private static final Logger LOG = LoggerFactory.getLogger(KnownDigests.class);

    /** A file changed this recently may change again within the same tick of the clock; git calls it racy. */
    private static final Duration SETTLED = Duration.ofSeconds(3);

    private final Store store;

    /** @param store remembers */
    public KnownDigests(Store store) {
        this.store = store;
    }

    /** The SHA-256 of a file's bytes, lower-case hex; read only where the file may have changed. */
    public String sha256(Path file) throws IOException {
        var attributes = Files.readAttributes(file, BasicFileAttributes.class);
        var modified = attributes.lastModifiedTime().toInstant();
        var question =
                "file " + file.toRealPath() + " " + attributes.size() + " " + modified + " " + attributes.fileKey();
        var remembered = store.recall(question).filter(text -> text.matches("[0-9a-f]{64}"));
        if (remembered.isPresent()) {
            return remembered.get();
        }
        var settled = modified.isBefore(Instant.now().minus(SETTLED));
        var digest = Digests.of(file);
        if (settled) {
            remember(question, digest);
        }
        return digest;
    }

    /** In a store that this user may only read, each build reads the file; that is no reason to fail. */
    private void remember(String question, String digest) throws IOException {
        try {
            store.remember(question, digest);
        } catch (InterruptedIOException e) {
            throw e;
        } catch (IOException | UserException e) {
            LOG.debug("A digest is not remembered", e);
        }
    }
}
