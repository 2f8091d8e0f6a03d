package org.kernelmaven.distribution;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.kernelmaven.archive.DebControl;
import org.kernelmaven.archive.DebPackage;
import org.kernelmaven.fetch.Hash;

/**
 * A Debian package at hand.
 *
 * @param file where it is
 * @param sha256Hex its digest
 * @param control what it says of itself
 */
record Deb(Path file, String sha256Hex, DebControl control) {

    static Deb read(Path file, String sha256Hex) throws IOException {
        return new Deb(file, sha256Hex, new DebPackage(file).control());
    }

    String name() {
        return control.name();
    }

    String version() {
        return control.version();
    }

    /** {@code NAME=VERSION}. */
    String spec() {
        return name() + "=" + version();
    }

    Hash hash() {
        return Hash.sha256(sha256Hex);
    }

    /** The dependencies whose names start with one of these. */
    List<DebControl.Relation> needs(String... prefixes) {
        return control.depends().stream()
                .filter(relation -> List.of(prefixes).stream().anyMatch(relation.name()::startsWith))
                .toList();
    }
}
