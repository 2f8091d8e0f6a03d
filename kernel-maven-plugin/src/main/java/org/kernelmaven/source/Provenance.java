package org.kernelmaven.source;

import java.util.Optional;
import org.kernelmaven.fetch.Hash;

/**
 * Where a tree really came from, for recipe and metadata: enough to get the same bytes again.
 *
 * @param kind the key in {@code <source>}: {@code url}, {@code file}, {@code artifact}, {@code debian}, {@code git},
 *     {@code directory}
 * @param location the first URL (without a password), file name, coordinates, package or directory
 * @param revision the git commit or the package's version
 * @param hash of the tarball or package; absent for git (the commit says it) and for a directory
 */
public record Provenance(String kind, String location, Optional<String> revision, Optional<Hash> hash) {

    /** The location as others may read it: of a file or directory only its name, for the rest is of one machine. */
    public String describe() {
        var local = kind.equals("file") || kind.equals("directory");
        return (local ? location.substring(location.lastIndexOf('/') + 1) : location)
                + revision.map(text -> " " + text).orElse("");
    }
}
