package org.kernelmaven.source;

import java.util.Optional;
import org.kernelmaven.settings.Origin;

/**
 * A commit of a git repository.
 *
 * @param url the repository
 * @param tag the tag to take, where given
 * @param commit the commit (40 hex digits) to take; where a tag is given too, the commit it must point to
 * @param origin where the user wrote it
 */
public record GitSource(String url, Optional<String> tag, Optional<String> commit, Origin origin) implements Source {

    /**
     * The URL without a password in it, for messages, metadata and recipes. Who logs in by ssh stays, for a key does
     * not say it; elsewhere it may be a token.
     */
    String shown() {
        return url.regionMatches(true, 0, "ssh:", 0, 4)
                ? url.replaceFirst("://([^/:@]*):[^/@]*@", "://$1@")
                : url.replaceFirst("://[^/@]*@", "://");
    }

    @Override
    public Optional<String> pin() {
        return commit;
    }
}
