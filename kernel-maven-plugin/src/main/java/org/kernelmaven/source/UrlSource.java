package org.kernelmaven.source;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.kernelmaven.fetch.DownloadRequest;
import org.kernelmaven.fetch.Hash;
import org.kernelmaven.fetch.Transport;
import org.kernelmaven.settings.Origin;

/**
 * A tarball to download.
 *
 * @param uris where it is; the second and later ones are mirrors
 * @param hash its hash; a warning tells it where it is missing
 * @param via the server or mirror of settings.xml to use
 * @param origin where the user wrote it
 */
public record UrlSource(List<URI> uris, Optional<Hash> hash, Transport.Via via, Origin origin) implements Source {

    /** Copies. */
    public UrlSource {
        uris = List.copyOf(uris);
    }

    DownloadRequest request() {
        return new DownloadRequest(uris, hash, via, origin.child("url").toString());
    }

    @Override
    public Optional<String> pin() {
        return hash.map(Hash::sri);
    }
}
