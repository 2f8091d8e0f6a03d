package org.kernelmaven.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kernelmaven.UserException;
import org.kernelmaven.fetch.Coordinates;
import org.kernelmaven.fetch.Downloads;
import org.kernelmaven.fetch.Hash;
import org.kernelmaven.fetch.Transport;
import org.kernelmaven.settings.Origin;
import org.kernelmaven.store.Store;

@Timeout(60)
class SourceFetcherTest {

    private static final Origin ORIGIN = Origin.parameter("source");

    private final Path root;
    private final Path tree;
    private final Store store;

    SourceFetcherTest(@TempDir Path root) throws IOException {
        this.root = root.toRealPath();
        this.tree = StubTree.write(this.root.resolve("linux-6.1.55"));
        this.store = new Store(this.root.resolve("store"), this.root.resolve("store"));
    }

    private SourceFetcher fetcher(boolean offline) {
        return fetcher(offline, false);
    }

    private SourceFetcher fetcher(boolean offline, boolean thorough) {
        Transport none = (uri, target, resume) -> {
            throw new IOException("no network");
        };
        return new SourceFetcher(
                store,
                new Downloads(store, none, offline),
                coordinates -> root.resolve(coordinates.artifactId() + "." + coordinates.extension()),
                Map.of(),
                false,
                thorough);
    }

    private PristineTree fetch(Source source) throws IOException {
        return fetcher(false).fetch(source);
    }

    private PristineTree fetchFile(Path file) throws IOException {
        return fetch(new FileSource(file, Optional.empty(), ORIGIN));
    }

    private UrlSource url(Path file, Optional<Hash> hash) {
        return new UrlSource(List.of(file.toUri()), hash, Transport.Via.DIRECT, ORIGIN);
    }

    private String failure(Source source) {
        return String.valueOf(assertThatExceptionOfType(UserException.class)
                .isThrownBy(() -> fetch(source))
                .actual()
                .getMessage());
    }

    /** All that is visible or half-done in the store, but for locks and leases, which stay, and facts. */
    private List<String> kept() throws IOException {
        var folder = root.resolve("store");
        try (var files = Files.exists(folder) ? Files.walk(folder, 2) : Stream.<Path>of()) {
            return files.map(file -> folder.relativize(file).toString())
                    .filter(name -> name.contains("/") && !name.startsWith("facts/"))
                    .filter(name -> !name.endsWith(".lock") && !name.endsWith(".lease"))
                    .toList();
        }
    }

    private void assertSameAsOriginal(PristineTree fetched) throws IOException {
        assertThat(StubTree.run(
                        root,
                        "diff",
                        "-r",
                        "--no-dereference",
                        tree.toString(),
                        fetched.directory().toString()))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tar", "tar.gz", "tar.bz2", "tar.xz", "tar.zst"})
    void aTarballOfAnyCompressionBecomesATree(String extension) throws IOException {
        var file = StubTree.pack(tree, root.resolve("linux." + extension));
        var fetched = fetchFile(file);
        assertSameAsOriginal(fetched);
        assertThat(fetched.version()).hasToString("6.1.55");
        assertThat(fetched.live()).isFalse();
        assertThat(fetched.provenance())
                .isEqualTo(new Provenance(
                        "file", file.toString(), Optional.empty(), Optional.of(Hash.sha256(StubTree.sha256(file)))));
    }

    @Test
    void theNameDoesNotTellTheCompression() throws IOException {
        var file = Files.move(StubTree.pack(tree, root.resolve("x.tar.gz")), root.resolve("linux.tar.xz"));
        assertSameAsOriginal(fetchFile(file));
    }

    @Test
    void theSameBytesAreTheSameTreeWhereverTheyComeFrom() throws IOException {
        var file = StubTree.pack(tree, root.resolve("linux.tar.gz"));
        var fetched = fetchFile(file);
        assertThat(fetch(url(file, Optional.empty())).directory()).isEqualTo(fetched.directory());
        var artifact = new ArtifactSource(Coordinates.parse("g:linux:1:tar.gz"), Optional.empty(), ORIGIN);
        assertThat(fetch(artifact).directory()).isEqualTo(fetched.directory());
        assertThat(fetch(artifact).provenance().location()).isEqualTo("g:linux:1:tar.gz");
    }

    @Test
    void aTreeInTheStoreNeedsNoTarball() throws IOException {
        var file = StubTree.pack(tree, root.resolve("linux.tar.gz"));
        var source = url(file, Optional.of(Hash.sha256(StubTree.sha256(file))));
        var fetched = fetch(source);
        Files.delete(file);
        StubTree.run(root, "rm", "-r", root.resolve("store/downloads").toString());
        assertThat(fetcher(true).fetch(source)).isEqualTo(fetched);
    }

    @Test
    void aTreeSomebodyBuiltInIsMadeAgain() throws IOException {
        var source = new FileSource(StubTree.pack(tree, root.resolve("linux.tar.gz")), Optional.empty(), ORIGIN);
        Files.writeString(fetch(source).directory().resolve(".config"), "");
        assertSameAsOriginal(fetch(source));
    }

    @Test
    void aTreeThatIsNoKernelAnyMoreIsMadeAgain() throws IOException {
        var source = new FileSource(StubTree.pack(tree, root.resolve("linux.tar.gz")), Optional.empty(), ORIGIN);
        Files.delete(fetch(source).directory().resolve("Kbuild"));
        assertSameAsOriginal(fetch(source));

        var makefile = fetch(source).directory().resolve("Makefile");
        Files.setPosixFilePermissions(makefile, PosixFilePermissions.fromString("rw-r--r--"));
        Files.writeString(makefile, "");
        assertSameAsOriginal(fetch(source));
    }

    @Test
    void aTreeThatIsLookedThroughIsMadeAgainWhereAFileHasAnotherSize() throws IOException {
        var source = new FileSource(StubTree.pack(tree, root.resolve("linux.tar.xz")), Optional.empty(), ORIGIN);
        var makefile = fetch(source).directory().resolve("Makefile");
        Files.setPosixFilePermissions(makefile, PosixFilePermissions.fromString("rw-r--r--"));
        Files.writeString(makefile, Files.readString(makefile) + "# changed\n");
        assertThat(fetch(source).directory().resolve("Makefile"))
                .as("nobody looked")
                .content()
                .endsWith("# changed\n");
        assertSameAsOriginal(fetcher(false, true).fetch(source));
    }

    @Test
    void leftoversInATarballAreLeftOut() throws IOException {
        Files.writeString(tree.resolve(".config"), "");
        var fetched = fetchFile(StubTree.pack(tree, root.resolve("linux.tar.gz")));
        Files.delete(tree.resolve(".config"));
        assertSameAsOriginal(fetched);
    }

    @Test
    void aChangedFileIsAnotherTree() throws IOException {
        var file = StubTree.pack(tree, root.resolve("linux.tar"));
        var first = fetchFile(file);
        Files.writeString(tree.resolve("new"), "");
        StubTree.pack(tree, file);
        assertThat(fetchFile(file).key()).isNotEqualTo(first.key());
    }

    @Test
    void aFileWithAWrongHashShowsBoth() throws IOException {
        var file = StubTree.pack(tree, root.resolve("linux.tar"));
        var wrong = Hash.sha256("0".repeat(64));
        assertThat(failure(new FileSource(file, Optional.of(wrong), ORIGIN)))
                .contains(
                        file.toString(),
                        "<file>",
                        wrong.sri(),
                        Hash.sha256(StubTree.sha256(file)).sri());
        assertThat(kept()).isEmpty();
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        assertThat(failure(new FileSource(root.resolve("absent"), Optional.empty(), ORIGIN)))
                .contains("There is no file '" + root.resolve("absent") + "' (parameter <source><file>)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tar", "tar.gz", "tar.bz2", "tar.xz", "tar.zst"})
    void aTruncatedTarballIsNamedAndLeavesNothing(String extension) throws IOException {
        Files.write(tree.resolve("noise"), noise());
        var file = StubTree.pack(tree, root.resolve("linux." + extension));
        Files.write(file, java.util.Arrays.copyOf(Files.readAllBytes(file), (int) Files.size(file) / 2));
        assertThat(failure(url(file, Optional.empty()))).contains(file.toUri().toString(), "Get it again");
        assertThat(kept()).isEmpty();
    }

    private static byte[] noise() {
        var noise = new byte[300_000];
        new java.util.Random(1).nextBytes(noise);
        return noise;
    }

    @Test
    void aDamagedTarballIsNamedAndLeavesNothing() throws IOException {
        Files.write(tree.resolve("noise"), noise());
        var file = StubTree.pack(tree, root.resolve("linux.tar.xz"));
        var bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
        var hash = Hash.sha256(StubTree.sha256(file));
        assertThat(failure(url(file, Optional.of(hash)))).contains("Get it again");
        assertThat(kept()).isEmpty();
    }

    @Test
    void aPageInsteadOfATarballIsNamedAndLeavesNothing() throws IOException {
        var file = Files.writeString(root.resolve("linux.tar.xz"), "<html>Sign in to continue</html>");
        assertThat(failure(url(file, Optional.empty()))).contains(file.toUri().toString());
        assertThat(kept()).isEmpty();
    }

    @Test
    void anotherArchiveIsNoKernel() throws IOException {
        Files.writeString(Files.createDirectory(root.resolve("other")).resolve("README"), "");
        var file = StubTree.pack(root.resolve("other"), root.resolve("other.tar"));
        assertThat(failure(new FileSource(file, Optional.empty(), ORIGIN)))
                .contains("'" + file + "' (parameter <source><file>) is no kernel source: it has no Makefile");
        assertThat(kept()).isEmpty();
    }

    @Test
    void aKernelTooOldIsNamedAndLeavesNothing() throws IOException {
        var old = StubTree.write(root.resolve("old"), "VERSION = 4\nPATCHLEVEL = 19\nSUBLEVEL = 1\n");
        var file = StubTree.pack(old, root.resolve("old.tar"));
        assertThat(failure(new FileSource(file, Optional.empty(), ORIGIN))).contains("Linux 4.19.1", "5.10");
        assertThat(kept()).isEmpty();
    }

    @Test
    void aTarballWithALinkOutOfTheTreeLeavesNothing() throws IOException {
        Files.createSymbolicLink(tree.resolve("escape"), Path.of("../../../etc"));
        var file = StubTree.pack(tree, root.resolve("linux.tar"));
        assertThat(failure(new FileSource(file, Optional.empty(), ORIGIN))).contains("escape");
        assertThat(kept()).isEmpty();
    }

    @Test
    void aDiskThatIsFullOfTheTreeKeepsTheDownload() throws Exception {
        Files.write(tree.resolve("large"), new byte[1 << 20]);
        var file = StubTree.pack(tree, root.resolve("linux.tar.gz"));
        var process = FullDiskFetch.start(root.resolve("store"), file);
        assertThat(new String(process.getInputStream().readAllBytes(), UTF_8)).contains("No room left for the store");
        Files.delete(file);
        assertSameAsOriginal(fetch(url(file, Optional.empty())));
    }

    @Test
    void offlineWithNothingCachedNamesTheUrlAndTheCure() {
        var source = new UrlSource(
                List.of(java.net.URI.create("https://a/linux.tar.xz")), Optional.empty(), Transport.Via.DIRECT, ORIGIN);
        assertThatExceptionOfType(UserException.class)
                .isThrownBy(() -> fetcher(true).fetch(source))
                .withMessageContaining("https://a/linux.tar.xz (parameter <source><url>)")
                .withMessageContaining("Run once without -o");
    }

    @Test
    void aDirectoryIsUsedAsItIs() throws IOException {
        Files.writeString(tree.resolve(".config"), "left by a build");
        var before = StubTree.run(root, "ls", "-lRA", "--time-style=full-iso", tree.toString());
        var fetched = fetch(new DirectorySource(tree, ORIGIN));
        assertThat(fetched.live()).isTrue();
        assertThat(fetched.directory()).isEqualTo(tree);
        assertThat(fetched.version()).hasToString("6.1.55");
        assertThat(StubTree.run(root, "ls", "-lRA", "--time-style=full-iso", tree.toString()))
                .isEqualTo(before);
    }

    @Test
    void aDirectoryThatIsNoKernelIsNamed() throws IOException {
        var empty = Files.createDirectory(root.resolve("empty"));
        assertThat(failure(new DirectorySource(empty, ORIGIN)))
                .contains("'" + empty + "' (parameter <source><directory>) is no kernel source");
        assertThat(failure(new DirectorySource(root.resolve("absent"), ORIGIN))).contains("There is no directory");
    }
}
