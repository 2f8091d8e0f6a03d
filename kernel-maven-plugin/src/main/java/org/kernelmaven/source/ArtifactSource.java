package org.kernelmaven.source;

import java.util.Optional;
import org.kernelmaven.fetch.Coordinates;
import org.kernelmaven.fetch.Hash;
import org.kernelmaven.settings.Origin;

/**
 * A tarball in a Maven repository.
 *
 * @param coordinates its names there
 * @param hash its hash, checked where given
 * @param origin where the user wrote it
 */
public record ArtifactSource(Coordinates coordinates, Optional<Hash> hash, Origin origin) implements Source {

    @Override
    public Optional<String> pin() {
        return hash.map(Hash::sri);
    }
}
