package org.kernelmaven.fetch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.kernelmaven.CapturedLog;
import org.kernelmaven.UserException;
import org.kernelmaven.store.Digests;
import org.kernelmaven.store.Kind;
import org.kernelmaven.store.Store;

@Timeout(60)
class DownloadsTest {

    static final Patience FAST = new Patience(
            3, Duration.ofMillis(1), Duration.ofMillis(20), Duration.ofSeconds(1), 1, Duration.ofSeconds(2), 1 << 20);

    private static final String PARAMETER = "parameter <source><url>";
    private static final byte[] BYTES = "x".repeat(100_000).getBytes(UTF_8);
    /** How a request goes on after what was kept; of what was sent, the client need not have taken all. */
    private static final Pattern GOES_ON = Pattern.compile("range: bytes=[1-9][0-9]*-", Pattern.CASE_INSENSITIVE);

    private static final Hash HASH = Hash.sha256(Digests.hex(Digests.sha256().digest(BYTES)));

    private final Path root;
    private final Store store;

    DownloadsTest(@TempDir Path root) {
        this.root = root;
        this.store = new Store(root, root);
    }

    private Downloads downloads(Transport transport) {
        return new Downloads(store, transport, false, FAST);
    }

    private Downloads offline() {
        return new Downloads(
                store,
                (uri, target, resume) -> {
                    throw new AssertionError("the network was used");
                },
                true,
                FAST);
    }

    private Downloaded get(URI... uris) throws IOException {
        return downloads(new JdkTransport()).get(List.of(uris), Optional.of(HASH), PARAMETER);
    }

    private String failure(Optional<Hash> hash, URI... uris) {
        return String.valueOf(assertThatExceptionOfType(UserException.class)
                .isThrownBy(() -> downloads(new JdkTransport()).get(List.of(uris), hash, PARAMETER))
                .actual()
                .getMessage());
    }

    private List<String> kept() throws IOException {
        try (var files = Files.exists(root) ? Files.walk(root) : Stream.<Path>of()) {
            return files.filter(Files::isRegularFile)
                    .map(file -> root.relativize(file).toString())
                    .filter(name -> !name.endsWith(".lock") && !name.endsWith(".lease"))
                    .toList();
        }
    }

    @Test
    void aFileIsDownloadedAndKeptByItsHash() throws IOException {
        try (var server = new StubServer(StubServer.body(BYTES))) {
            var downloaded = get(server.uri());
            assertThat(downloaded.file()).hasBinaryContent(BYTES).hasFileName(HASH.hex());
            assertThat(downloaded.sha256Hex()).isEqualTo(HASH.hex());
        }
    }

    @Test
    void aKeptFileNeedsNoNetwork() throws IOException {
        try (var server = new StubServer(StubServer.body(BYTES))) {
            get(server.uri());
            assertThat(get(server.uri()).file()).hasBinaryContent(BYTES);
            assertThat(offline()
                            .get(List.of(server.uri()), Optional.of(HASH), PARAMETER)
                            .file())
                    .hasBinaryContent(BYTES);
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void aFileAskedForBySha512IsKeptForOffline() throws IOException {
        var sha512 = Hash.parse("sha512:" + "0".repeat(128));
        var file = Files.write(root.resolve("file"), BYTES);
        var hash = Optional.of(sha512.of(file));
        try (var server = new StubServer(StubServer.body(BYTES))) {
            downloads(new JdkTransport()).get(List.of(server.uri()), hash, PARAMETER);
            assertThat(offline().get(List.of(server.uri()), hash, PARAMETER).sha256Hex())
                    .isEqualTo(HASH.hex());
        }
    }

    @Test
    void aDamagedKeptFileIsDownloadedAgain() throws IOException {
        try (var server = new StubServer(StubServer.body(BYTES))) {
            Files.writeString(get(server.uri()).file(), "damaged");
            assertThat(get(server.uri()).file()).hasBinaryContent(BYTES);
            assertThat(server.requests()).hasSize(2);
        }
    }

    @Test
    void aDamagedKeptFileGivesWayToTheSameBytesOfAnotherUrl() throws IOException {
        try (var server = new StubServer(StubServer.body(BYTES))) {
            Files.writeString(get(server.uri()).file(), "damaged");
            var other = Files.write(root.resolve("other"), BYTES).toUri();
            assertThat(offline()
                            .get(List.of(other), Optional.empty(), PARAMETER)
                            .file())
                    .hasBinaryContent(BYTES);
        }
    }

    @Test
    void aKeptFileThatCannotBeReadIsDownloadedAgain() throws IOException {
        try (var server = new StubServer(StubServer.body(BYTES))) {
            var kept = get(server.uri()).file();
            Files.delete(kept);
            // Reading it is an I/O error, as of a bad sector.
            Files.createSymbolicLink(kept, Path.of("/proc/self/mem"));
            assertThat(get(server.uri()).file()).isRegularFile().hasBinaryContent(BYTES);
            assertThat(server.requests()).hasSize(2);
        }
    }

    @Test
    void aDamagedKeptFileIsAMissOffline() throws IOException {
        try (var server = new StubServer(StubServer.body(BYTES))) {
            Files.writeString(get(server.uri()).file(), "damaged");
            assertThatExceptionOfType(UserException.class)
                    .isThrownBy(() -> offline().get(List.of(server.uri()), Optional.of(HASH), PARAMETER))
                    .withMessageContaining("Offline, and " + server.uri() + " (" + PARAMETER + ") was never downloaded")
                    .withMessageContaining("Run once without -o");
        }
    }

    @Test
    void aWrongHashShowsBothAndKeepsNothing() throws IOException {
        var wrong = Hash.sha256("0".repeat(64));
        try (var server = new StubServer(StubServer.body(BYTES))) {
            assertThat(failure(Optional.of(wrong), server.uri()))
                    .contains(PARAMETER, server.uri().toString(), wrong.sri(), wrong.hex(), HASH.sri(), HASH.hex())
                    .contains("Correct the <hash>")
                    .doesNotContain("network");
            assertThat(server.requests()).as("a wrong hash is not retried").hasSize(1);
            assertThat(kept()).isEmpty();
        }
    }

    @Test
    void withoutAHashASecondRunNeedsNoNetwork() throws IOException {
        try (var server = new StubServer(StubServer.body(BYTES))) {
            downloads(new JdkTransport()).get(List.of(server.uri()), Optional.empty(), PARAMETER);
            assertThat(offline()
                            .get(List.of(server.uri()), Optional.empty(), PARAMETER)
                            .file())
                    .hasBinaryContent(BYTES);
        }
    }

    @Test
    void withoutAHashABrokenDownloadIsNotResumed() throws IOException {
        try (var server = new StubServer(StubServer.cut(BYTES, 10), StubServer.rest(BYTES))) {
            downloads(new JdkTransport()).get(List.of(server.uri()), Optional.empty(), PARAMETER);
            assertThat(server.requests().get(1)).doesNotContainIgnoringCase("range:");
        }
    }

    @Test
    void withoutAHashAFileThatIsGoneAndComesBackDifferentIsTold() throws IOException {
        var file = Files.write(root.resolve("linux.tar"), BYTES);
        Downloaded first = offline().get(List.of(file.toUri()), Optional.empty(), PARAMETER);
        store.remove(Kind.DOWNLOAD, first.sha256Hex());
        var same = CapturedLog.of(() -> offline().get(List.of(file.toUri()), Optional.empty(), PARAMETER));
        assertThat(same).doesNotContain("another file");

        Files.writeString(file, "other");
        store.remove(Kind.DOWNLOAD, first.sha256Hex());
        var log = CapturedLog.of(() -> offline().get(List.of(file.toUri()), Optional.empty(), PARAMETER));
        assertThat(log)
                .contains(file.toUri() + " (" + PARAMETER + ") brought another file than before, with SHA-256 "
                        + Digests.of("other") + " instead of " + HASH.hex());
    }

    @Test
    void withoutAHashAMirrorThatStandsInIsRememberedAndNotTakenForAChange() throws IOException {
        var first = Files.write(root.resolve("linux.tar"), BYTES);
        var second = Files.writeString(root.resolve("linux.tar.gz"), "other");
        var both = List.of(first.toUri(), second.toUri());
        var known = offline().get(both, Optional.empty(), PARAMETER);
        store.remove(Kind.DOWNLOAD, known.sha256Hex());
        Files.delete(first);
        var log = CapturedLog.of(() -> offline().get(both, Optional.empty(), PARAMETER));
        assertThat(log).contains("Downloading " + second.toUri()).doesNotContain("another file");
        assertThat(CapturedLog.of(() -> offline().get(both, Optional.empty(), PARAMETER)))
                .doesNotContain("Downloading");
    }

    @Test
    void whatAUrlBroughtIsForgotten() throws IOException {
        try (var server = new StubServer(StubServer.body(BYTES))) {
            var request = new DownloadRequest(List.of(server.uri()), Optional.empty(), Transport.Via.DIRECT, PARAMETER);
            var downloads = downloads(new JdkTransport());
            downloads.forget(request, downloads.get(request).sha256Hex());
            assertThat(kept()).isEmpty();
        }
    }

    @Test
    void aFileUrlIsCopiedOfflineToo() throws IOException {
        var file = Files.write(root.resolve("my file"), BYTES);
        assertThat(offline()
                        .get(List.of(file.toUri()), Optional.of(HASH), PARAMETER)
                        .file())
                .hasBinaryContent(BYTES)
                .isNotEqualTo(file);
    }

    @Test
    void aFileUrlOfNoFileFails() {
        assertThat(failure(Optional.empty(), root.resolve("absent").toUri()))
                .contains("there is no such file", "Correct the path")
                .doesNotContain("network");
        assertThat(failure(Optional.empty(), URI.create("file:///dev/zero"))).contains("there is no such file");
    }

    @Test
    void aMirrorIsAskedWhereTheFirstFails() throws IOException {
        try (var broken = new StubServer(StubServer.status(404));
                var mirror = new StubServer(StubServer.body(BYTES))) {
            assertThat(get(StubServer.unreachable(), broken.uri(), mirror.uri()).file())
                    .hasBinaryContent(BYTES);
            assertThat(broken.requests()).as("a 404 is not retried").hasSize(1);
        }
    }

    @Test
    void aMirrorMayGoOnWhereTheFirstBroke() throws IOException {
        try (var broken = new StubServer(StubServer.cut(BYTES, 40_000), StubServer.status(503));
                var mirror = new StubServer(StubServer.rest(BYTES))) {
            assertThat(get(broken.uri(), mirror.uri()).file()).hasBinaryContent(BYTES);
            assertThat(mirror.requests().get(0)).containsPattern(GOES_ON);
        }
    }

    @Test
    void anUnreachableServerIsNamed() throws IOException {
        var uri = StubServer.unreachable();
        assertThat(failure(Optional.of(HASH), uri)).contains(uri.toString(), PARAMETER, "ConnectException");
        assertThat(kept()).isEmpty();
    }

    @Test
    void aRedirectLoopEnds() throws IOException {
        try (var server = new StubServer(StubServer.status(302, "Location: /linux.tar.xz", "Content-Length: 0"))) {
            assertThat(failure(Optional.of(HASH), server.uri())).contains("HTTP status 302");
        }
    }

    @Test
    void aHalfDoneDownloadIsResumed() throws IOException {
        try (var server = new StubServer(StubServer.cut(BYTES, 40_000), StubServer.rest(BYTES))) {
            assertThat(get(server.uri()).file()).hasBinaryContent(BYTES);
            assertThat(server.requests().get(1)).containsPattern(GOES_ON);
        }
    }

    @Test
    void aHalfDoneDownloadIsResumedByALaterRun() throws IOException {
        try (var server = new StubServer(StubServer.cut(BYTES, 40_000), StubServer.status(403))) {
            var failing = downloads((uri, target, resume) -> {
                Files.write(target, Arrays.copyOf(BYTES, 40_000));
                throw new IOException("broken");
            });
            assertThatExceptionOfType(UserException.class)
                    .isThrownBy(() -> failing.get(List.of(server.uri()), Optional.of(HASH), PARAMETER));
        }
        try (var server = new StubServer(StubServer.rest(BYTES))) {
            assertThat(get(server.uri()).file()).hasBinaryContent(BYTES);
            assertThat(server.requests().get(0)).containsIgnoringCase("range: bytes=40000-");
        }
    }

    @Test
    void aResumedDownloadThatDoesNotFitIsStartedAnewOnce() throws IOException {
        var other = "y".repeat(BYTES.length).getBytes(UTF_8);
        try (var server = new StubServer(StubServer.cut(other, 40_000), StubServer.rest(BYTES))) {
            assertThat(get(server.uri()).file()).hasBinaryContent(BYTES);
            assertThat(server.requests()).hasSize(3);
        }
    }

    @Test
    void aRangeThatDoesNotExistIsStartedAnew() throws IOException {
        try (var server =
                new StubServer(StubServer.cut(BYTES, 40_000), StubServer.status(416), StubServer.body(BYTES))) {
            assertThat(get(server.uri()).file()).hasBinaryContent(BYTES);
        }
    }

    @Test
    void aServerInTroubleIsAskedAgain() throws IOException {
        try (var server = new StubServer(
                StubServer.status(503),
                StubServer.status(429, "Retry-After: 3600", "Content-Length: 0"),
                StubServer.body(BYTES))) {
            assertThat(get(server.uri()).file()).hasBinaryContent(BYTES);
        }
    }

    @Test
    void aServerThatStaysInTroubleIsGivenUp() throws IOException {
        try (var server = new StubServer(StubServer.status(503))) {
            assertThat(failure(Optional.of(HASH), server.uri())).contains("HTTP status 503");
            assertThat(server.requests()).hasSize(FAST.attempts());
        }
    }

    @Test
    void aClientErrorIsNotRetried() throws IOException {
        try (var server = new StubServer(StubServer.status(403))) {
            assertThat(failure(Optional.of(HASH), server.uri())).contains("HTTP status 403");
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void aServerThatClosesEarlyIsGivenUp() throws IOException {
        try (var server = new StubServer(StubServer.cut(BYTES, 0))) {
            assertThat(failure(Optional.of(HASH), server.uri()))
                    .contains(server.uri().toString());
            assertThat(server.requests()).hasSize(FAST.attempts());
            assertThat(kept()).isEmpty();
        }
    }

    @Test
    void aServerThatSendsNothingIsGivenUp() throws IOException {
        try (var server = new StubServer(StubServer.stall(BYTES, 0))) {
            assertThat(failure(Optional.of(HASH), server.uri())).contains("sent less than 1 bytes");
        }
    }

    @Test
    void aServerThatStallsInTheBodyIsGivenUpForAMirror() throws IOException {
        try (var server = new StubServer(StubServer.stall(BYTES, 40_000));
                var mirror = new StubServer(StubServer.rest(BYTES))) {
            assertThat(get(server.uri(), mirror.uri()).file()).hasBinaryContent(BYTES);
        }
    }

    @Test
    void aTransportThatDoesNotEndIsAbandoned() throws IOException {
        var never = new CountDownLatch(1);
        var used = new ArrayList<Path>();
        var patience = new Patience(
                3, Duration.ZERO, Duration.ZERO, Duration.ofMillis(100), 1, Duration.ofMillis(100), 1 << 20);
        var downloads = new Downloads(
                store,
                (uri, target, resume) -> {
                    used.add(target);
                    if (used.size() == 1) {
                        awaitUninterruptibly(never);
                    }
                    Files.write(target, BYTES);
                },
                false,
                patience);
        try {
            var uris = List.of(URI.create("http://a/x"), URI.create("http://b/x"));
            assertThat(downloads.get(uris, Optional.of(HASH), PARAMETER).file()).hasBinaryContent(BYTES);
            assertThat(used)
                    .as("the abandoned thread may still write to its target")
                    .doesNotHaveDuplicates();
        } finally {
            never.countDown();
        }
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        while (latch.getCount() > 0) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                // As a read of a plain socket would: goes on.
            }
        }
    }

    @Test
    void anEndlessBodyIsCutOff() throws IOException {
        try (var server = new StubServer((request, output) -> {
            output.write("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n".getBytes(UTF_8));
            while (true) {
                output.write(BYTES);
            }
        })) {
            assertThat(failure(Optional.of(HASH), server.uri())).contains("more than " + (1 << 20) + " bytes");
            assertThat(server.requests()).hasSize(1);
            assertThat(kept()).isEmpty();
        }
    }

    @Test
    void aFullDiskIsNotRetried() {
        var tries = new ArrayList<URI>();
        var downloads = downloads((uri, target, resume) -> {
            tries.add(uri);
            throw new IOException("No space left on device");
        });
        assertThatExceptionOfType(UserException.class)
                .isThrownBy(() -> downloads.get(List.of(URI.create("http://a/x")), Optional.of(HASH), PARAMETER))
                .withMessageContaining("No room left for the store");
        assertThat(tries).hasSize(1);
    }

    @Test
    void anInterruptEndsTheDownload() {
        var never = new CountDownLatch(1);
        var waiting = Thread.currentThread();
        var downloads = downloads((uri, target, resume) -> {
            waiting.interrupt();
            awaitUninterruptibly(never);
        });
        try {
            assertThatExceptionOfType(InterruptedIOException.class)
                    .isThrownBy(() -> downloads.get(List.of(URI.create("http://a/x")), Optional.of(HASH), PARAMETER));
        } finally {
            never.countDown();
            assertThat(Thread.interrupted()).as("the flag is set again").isTrue();
        }
    }

    @Test
    void aPasswordIsInNoMessage() {
        var downloads = downloads((uri, target, resume) -> {
            throw new FileNotFoundException("absent");
        });
        assertThatExceptionOfType(UserException.class)
                .isThrownBy(
                        () -> downloads.get(List.of(URI.create("http://me:secret@a/x")), Optional.of(HASH), PARAMETER))
                .withMessageContaining("http://a/x")
                .withMessageNotContaining("secret");
    }

    @Test
    void connectionsThatFailAreRetried() {
        var tries = new ArrayList<URI>();
        var downloads = downloads((uri, target, resume) -> {
            tries.add(uri);
            throw new ConnectException("refused");
        });
        assertThatExceptionOfType(UserException.class)
                .isThrownBy(() -> downloads.get(List.of(URI.create("http://a/x")), Optional.of(HASH), PARAMETER));
        assertThat(tries).hasSize(FAST.attempts());
    }

    @Test
    void theKeptFileIsFoundUnderItsHash() throws IOException {
        var file = Files.write(root.resolve("file"), BYTES);
        offline().get(List.of(file.toUri()), Optional.empty(), PARAMETER);
        assertThat(store.find(Kind.DOWNLOAD, HASH.hex())).isPresent();
    }

    @Test
    void aMissingHashIsSaidOnceByAllThatShareTheirMemory() throws IOException {
        var file = Files.write(root.resolve("linux.tar"), BYTES).toUri();
        var memory = ConcurrentHashMap.<String>newKeySet();
        var log = CapturedLog.of(() -> {
            for (var goal = 0; goal < 3; goal++) {
                new Downloads(store, new JdkTransport(), false, memory).get(List.of(file), Optional.empty(), PARAMETER);
            }
        });
        assertThat(log).containsOnlyOnce("has no hash").containsOnlyOnce("<hash>" + HASH.sri() + "</hash>");
    }
}
