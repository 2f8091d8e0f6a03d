package org.kernelmaven.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;

/**
 * SHA-256 of files outside the store, remembered by name, size, time and inode: hashing a tarball anew in each build
 * would cost half a second, a dev artifact in each goal a tenth.
 */
public final class KnownDigests {

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
            store.remember(question, digest);
        }
        return digest;
    }
}
