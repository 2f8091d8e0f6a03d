package org.kernelmaven.source;

import java.nio.file.Path;
import java.util.Optional;
import org.kernelmaven.fetch.Hash;
import org.kernelmaven.settings.Origin;

/**
 * A tarball on this machine.
 *
 * @param file where it is, absolute
 * @param hash its hash, checked where given
 * @param origin where the user wrote it
 */
public record FileSource(Path file, Optional<Hash> hash, Origin origin) implements Source {

    @Override
    public Optional<String> pin() {
        return hash.map(Hash::sri);
    }
}
