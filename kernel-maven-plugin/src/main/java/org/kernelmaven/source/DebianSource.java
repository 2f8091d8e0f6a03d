package org.kernelmaven.source;

import java.util.Optional;
import org.kernelmaven.fetch.Hash;
import org.kernelmaven.settings.Origin;

/**
 * A Debian or Ubuntu package that holds a kernel tarball.
 *
 * @param name the package, such as {@code linux-source-6.1}
 * @param version its version, such as {@code 6.1.55-1}; without one the newest that apt knows, and then the one
 *     remembered, until an update is asked for
 * @param hash the hash of the .deb, checked where given (apt checks the archive's signature anyway)
 * @param origin where the user wrote it
 */
public record DebianSource(String name, Optional<String> version, Optional<Hash> hash, Origin origin)
        implements Source {

    /** {@code name=version}, as apt takes it, or the name alone. */
    String spec() {
        return wanted().spec();
    }

    AptGet.Wanted wanted() {
        return new AptGet.Wanted(name, version, origin.child("debian"));
    }

    @Override
    public Optional<String> pin() {
        return hash.map(Hash::sri);
    }
}
