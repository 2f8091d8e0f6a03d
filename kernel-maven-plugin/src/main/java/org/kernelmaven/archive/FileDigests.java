package org.kernelmaven.archive;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/**
 * SHA-256 of files while they are unpacked, one after the other.
 *
 * <p>With the processor's own instructions for it, which Java 17 uses, it takes 0.8 s of CPU for the 1.4 GB of a kernel
 * tree, no more than SHA-1 and less than half of SHA-512/256, in a thread that waits for the decompressor. A CRC would
 * be free, but no other tool could check the files by it.
 */
final class FileDigests {

    private final MessageDigest digest;
    private final Map<String, String> byPath = new HashMap<>();

    FileDigests() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The next bytes of the file that is being written. */
    void update(byte[] buffer, int length) {
        digest.update(buffer, 0, length);
    }

    /** That file is whole, and this is its path. */
    void end(String path) {
        byPath.put(path, HexFormat.of().formatHex(digest.digest()));
    }

    /** A file has the content of an earlier one. */
    void same(String path, String earlier) {
        byPath.put(path, byPath.get(earlier));
    }

    /** What was unpacked, by path; a file that a later entry replaced counts as that one. */
    Map<String, String> byPath() {
        return Collections.unmodifiableMap(byPath);
    }
}
