package org.kernelmaven.fetch;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.kernelmaven.UserException;
import org.kernelmaven.store.Digests;
import org.kernelmaven.store.Kind;
import org.kernelmaven.store.Store;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Downloads files into the store, once: mirrors tried in order, failures retried, broken downloads resumed, hashes
 * checked.
 *
 * <p>A file whose hash is known is asked for by content: the store may have it from any URL. One without a hash is
 * remembered by its URL, so that a second run and an offline one need no network; a warning says how to pin it, and
 * another when the file was gone and the URL brought a different one. Bytes from the store are hashed each time they
 * are asked for (0.5 s for a kernel tarball, which is asked for only when its tree has to be made); damaged ones are
 * fetched again.
 */
public final class Downloads {

    private static final Logger LOG = LoggerFactory.getLogger(Downloads.class);

    private static final String WRONG_HASH =
            "\nNothing with a wrong hash was kept. Correct the <hash> if that is the file you want.";
    private static final String NO_FILE = "\nCorrect the path of the file.";
    private static final String NO_ANSWER =
            "\nCheck the address and the network (a proxy is set in settings.xml), or add a <url> of a mirror.";

    private final Store store;
    private final Transport transport;
    private final boolean offline;
    private final Patience patience;
    private final Set<String> warned;

    /** @param offline whether to do without the network: {@code mvn -o} */
    public Downloads(Store store, Transport transport, boolean offline) {
        this(store, transport, offline, Patience.DEFAULT);
    }

    /**
     * @param offline whether to do without the network: {@code mvn -o}
     * @param warned the URLs and files that were warned of; concurrent, and shared by all that should not repeat each
     *     other
     */
    public Downloads(Store store, Transport transport, boolean offline, Set<String> warned) {
        this(store, transport, offline, Patience.DEFAULT, warned);
    }

    Downloads(Store store, Transport transport, boolean offline, Patience patience) {
        this(store, transport, offline, patience, ConcurrentHashMap.newKeySet());
    }

    private Downloads(Store store, Transport transport, boolean offline, Patience patience, Set<String> warned) {
        this.store = store;
        this.transport = transport;
        this.offline = offline;
        this.patience = patience;
        this.warned = warned;
    }

    /** Whether to do without the network. */
    public boolean offline() {
        return offline;
    }

    /** As {@link #get(DownloadRequest)}, straight to the URLs. */
    public Downloaded get(List<URI> uris, Optional<Hash> hash, String parameter) throws IOException {
        return get(new DownloadRequest(uris, hash, Transport.Via.DIRECT, parameter));
    }

    /**
     * The file, from the store or downloaded.
     *
     * @throws UserException where no URL has it, it has another hash, or offline and the store has it not; nothing is
     *     kept then but the sound beginning of a file whose hash is known, to be resumed
     */
    public Downloaded get(DownloadRequest request) throws IOException {
        var known = verified(known(request));
        if (known.isPresent()) {
            warnWithoutHash(request, known.get().sha256Hex());
            return known.get();
        }
        var downloaded = store.locked(Kind.DOWNLOAD, lockKey(request), () -> {
            var again = verified(known(request));
            return again.isPresent() ? again.get() : download(request);
        });
        warnWithoutHash(request, downloaded.sha256Hex());
        return downloaded;
    }

    /**
     * The SHA-256 (lower-case hex) of the file asked for, where it is known without a download: given as its hash, or
     * remembered from an earlier run. Whether the store still has the file is another question.
     */
    public Optional<String> known(DownloadRequest request) throws IOException {
        if (request.hash().isPresent() && request.hash().get().algorithm().equals("sha256")) {
            return Optional.of(request.hash().get().hex());
        }
        for (var fact : facts(request)) {
            var remembered = store.recall(fact).filter(text -> text.matches("[0-9a-f]{64}"));
            if (remembered.isPresent()) {
                return remembered;
            }
        }
        return Optional.empty();
    }

    /** Says, once for each URL, how to pin a file that has no hash. */
    public void warnWithoutHash(DownloadRequest request, String sha256Hex) {
        var url = Uris.shown(request.uris().get(0));
        if (request.hash().isEmpty() && warned.add(url)) {
            LOG.warn(
                    "{} has no hash ({}): whatever {} is taken. To pin it, add:\n    <hash>{}</hash>",
                    url,
                    request.parameter(),
                    Uris.isFile(request.uris().get(0)) ? "the file holds" : "the server sends",
                    Hash.sha256(sha256Hex).sri());
        }
    }

    /** Drops a file that proved to be useless, and what its URLs brought; the next run downloads it again. */
    public void forget(DownloadRequest request, String sha256Hex) throws IOException {
        for (var fact : facts(request)) {
            store.forget(fact);
        }
        store.remove(Kind.DOWNLOAD, sha256Hex);
    }

    /** What the store remembers the SHA-256 of a file by, where that is not its own hash. */
    private static List<String> facts(DownloadRequest request) {
        return request.uris().stream().map(uri -> fact(request, uri)).distinct().toList();
    }

    private static String fact(DownloadRequest request, URI uri) {
        return request.hash()
                .map(hash -> "hash " + hash.sri())
                .orElseGet(() -> "url " + request.via().mirror().orElse("") + " " + uri);
    }

    private static String lockKey(DownloadRequest request) {
        return request.hash()
                .map(hash -> hash.algorithm().equals("sha256") ? hash.hex() : hash.algorithm() + "-" + hash.hex())
                .orElseGet(() -> "url-" + Digests.of(facts(request).get(0)));
    }

    private Optional<Downloaded> verified(Optional<String> sha256Hex) throws IOException {
        var file = sha256Hex.flatMap(hex -> store.find(Kind.DOWNLOAD, hex));
        if (file.isEmpty()) {
            return Optional.empty();
        }
        if (Digests.match(file.get(), sha256Hex.get())) {
            return Optional.of(new Downloaded(file.get(), sha256Hex.get()));
        }
        if (warned.add(file.get().toString())) {
            LOG.warn("'{}' in the store is damaged: it is not used", file.get());
        }
        return Optional.empty();
    }

    private Downloaded download(DownloadRequest request) throws IOException {
        var usable = request.uris().stream()
                .filter(uri -> !offline || Uris.isFile(uri))
                .toList();
        if (usable.isEmpty()) {
            throw new UserException("Offline, and " + Uris.shown(request.uris()) + " (" + request.parameter()
                    + ") was never downloaded. Run once without -o, or give a <file>.");
        }
        var partial = new PartialFile(
                store.partial(Kind.DOWNLOAD, lockKey(request)), request.hash().isPresent());
        var failures = new ArrayList<Failure>();
        try {
            for (var uri : usable) {
                LOG.info("Downloading {}", Uris.shown(uri));
                var failure = tryUri(request, uri, partial);
                if (failure.isEmpty()) {
                    return keep(request, uri, partial);
                }
                LOG.debug("{}", failure.get().text());
                failures.add(failure.get());
            }
            throw new UserException("Cannot download what " + request.parameter() + " names:\n  "
                    + failures.stream().map(Failure::text).collect(Collectors.joining("\n  "))
                    + failures.stream().map(Failure::cure).distinct().collect(Collectors.joining()));
        } finally {
            partial.close();
        }
    }

    /** Why a URL did not bring the file, and what its user may do about it. */
    private record Failure(String text, String cure) {}

    /** Asks one URL as often as that makes sense; returns why it failed, or empty where the partial file is whole. */
    private Optional<Failure> tryUri(DownloadRequest request, URI uri, PartialFile partial) throws IOException {
        for (var attempt = 1; ; attempt++) {
            var resume = partial.resumable();
            try {
                transfer(request, uri, partial.file(), resume);
                var wrong = wrongHash(request, partial.file());
                if (wrong.isEmpty()) {
                    return Optional.empty();
                }
                partial.delete();
                if (!resume) {
                    return Optional.of(new Failure(Uris.shown(uri) + ": " + wrong.get(), WRONG_HASH));
                }
                LOG.info("The resumed download of {} does not match its hash: starting anew", Uris.shown(uri));
            } catch (IOException e) {
                if (e instanceof InterruptedIOException || e instanceof ClosedByInterruptException || Store.isFull(e)) {
                    throw e;
                }
                partial.after(e);
                if (attempt >= patience.attempts() || !worthRetrying(e, resume)) {
                    return Optional.of(
                            new Failure(Uris.shown(uri) + ": " + reason(e), Uris.isFile(uri) ? NO_FILE : NO_ANSWER));
                }
                LOG.info("{}: {}; trying again", Uris.shown(uri), reason(e));
                pause(attempt);
            }
        }
    }

    private void transfer(DownloadRequest request, URI uri, Path target, boolean resume) throws IOException {
        Transport via = Uris.isFile(uri) ? new FileTransport(patience.mostBytes()) : transport.via(request.via());
        new WatchedTransfer(via, patience).download(uri, target, resume);
        if (!Files.isRegularFile(target)) {
            throw new IOException("the transport brought no file");
        }
    }

    private static Optional<String> wrongHash(DownloadRequest request, Path file) throws IOException {
        if (request.hash().isEmpty()) {
            return Optional.empty();
        }
        var expected = request.hash().get();
        var actual = expected.of(file);
        return actual.equals(expected) ? Optional.empty() : Optional.of("wrong hash" + actual.insteadOf(expected));
    }

    private Downloaded keep(DownloadRequest request, URI uri, PartialFile partial) throws IOException {
        var hex = Digests.of(partial.file());
        var file = store.getOrRemake(Kind.DOWNLOAD, hex, there -> Digests.match(there, hex), temporary -> {
            Files.move(partial.file(), temporary);
            return Store.Made.of(Uris.shown(uri));
        });
        var fact = fact(request, uri);
        store.remember(fact, hex)
                .ifPresent(before -> LOG.warn(
                        "{} ({}) brought another file than before, with SHA-256 {} instead of {}",
                        Uris.shown(uri),
                        request.parameter(),
                        hex,
                        before));
        for (var other : facts(request)) {
            if (!other.equals(fact)) {
                store.forget(other); // what another URL brought is in the store no more: this one counts now
            }
        }
        return new Downloaded(file, hex);
    }

    private static boolean worthRetrying(IOException failure, boolean resumed) {
        if (failure instanceof HttpStatusException status) {
            // 412 and 416 say that the rest we asked for does not exist; the partial file is gone by now.
            return status.mayPass() || (resumed && (status.status() == 412 || status.status() == 416));
        }
        return !(failure instanceof FileNotFoundException
                || failure instanceof NoSuchFileException
                || failure instanceof WatchedTransfer.TooLargeException
                || failure instanceof WatchedTransfer.AbandonedException);
    }

    private static String reason(IOException failure) {
        var message = failure.getMessage();
        return message == null || message.isBlank() ? failure.getClass().getSimpleName() : message;
    }

    private void pause(int attempt) throws InterruptedIOException {
        try {
            Thread.sleep(patience.pause(attempt).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted between two tries of a download");
        }
    }
}
