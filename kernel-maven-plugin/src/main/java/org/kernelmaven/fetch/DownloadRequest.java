package org.kernelmaven.fetch;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * A file wanted.
 *
 * @param uris where it is: {@code http:}, {@code https:} or {@code file:}; tried in order until one has it
 * @param hash the file's hash; without it any file will do, and a warning says how to pin it
 * @param via the Maven settings that apply to the URLs
 * @param parameter where the user wrote the URLs, for messages: {@code parameter <source><url>}
 */
public record DownloadRequest(List<URI> uris, Optional<Hash> hash, Transport.Via via, String parameter) {

    /** Checks and copies. */
    public DownloadRequest {
        if (uris.isEmpty()) {
            throw new IllegalArgumentException("a download needs a URL");
        }
        uris = List.copyOf(uris);
    }
}
