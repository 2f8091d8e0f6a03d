package org.kernelmaven.fetch;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Moves the bytes of an {@code http:} or {@code https:} URL into a file, once: {@link Downloads} retries, checks and
 * keeps.
 *
 * <p>What an implementation does:
 *
 * <ul>
 *   <li>It writes to the target as bytes come. {@link Downloads} runs it on a thread of its own and watches the target
 *       grow; one that does not is interrupted as a stalled server, and abandoned if it does not end then. It should
 *       bound the time to connect and the time between two reads itself (a minute, say), so that abandoned threads end.
 *   <li>It follows redirects, a bounded number of them.
 *   <li>A body shorter than the server announced is an {@link IOException}; what came stays in the target.
 * </ul>
 */
@FunctionalInterface
public interface Transport {

    /**
     * The settings of the user's Maven that apply to a URL; a source's URL is not a repository, so none do unless
     * named.
     *
     * @param server id of the {@code <server>} in settings.xml whose credentials to use
     * @param mirror id of the {@code <mirror>} in settings.xml to ask instead
     */
    record Via(Optional<String> server, Optional<String> mirror) {
        /** Straight to the URL, without credentials. */
        public static final Via DIRECT = new Via(Optional.empty(), Optional.empty());
    }

    /**
     * Downloads a file.
     *
     * @param target where to write; its folder exists
     * @param resume whether the target holds the first bytes of the file: go on after them, or, where that cannot be
     *     done, overwrite them. Otherwise overwrite what is there
     * @throws HttpStatusException where the server answered, but not with the file
     * @throws java.io.FileNotFoundException where there is no such file; never retried
     * @throws IOException where the connection failed or ended early; may be retried
     */
    void download(URI uri, Path target, boolean resume) throws IOException;

    /** The transport that uses these settings; the same one where it knows of none. */
    default Transport via(Via via) {
        return this;
    }
}
