package org.kernelmaven.source;

import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.Map;
import java.util.Optional;
import org.kernelmaven.KernelVersion;

/**
 * A kernel tree to make views of, never to write to.
 *
 * @param directory its root, a real path
 * @param key names its content; for a live tree only its place
 * @param version what its Makefile says
 * @param live whether somebody works in it: it may change at any time, and may hold what a build left behind
 * @param listing what is in it, by path below it, where it was looked through just now
 * @param provenance where it came from
 */
public record PristineTree(
        Path directory,
        String key,
        KernelVersion version,
        boolean live,
        Optional<Map<String, PosixFileAttributes>> listing,
        Provenance provenance) {

    /** The same without its listing, which takes some 20 MB. */
    public PristineTree withoutListing() {
        return new PristineTree(directory, key, version, live, Optional.empty(), provenance);
    }
}
