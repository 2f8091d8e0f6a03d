package org.kernelmaven.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.kernelmaven.UserException;
import org.kernelmaven.fetch.Downloads;
import org.kernelmaven.fetch.Hash;
import org.kernelmaven.settings.Origin;
import org.kernelmaven.store.Store;

/** With a script that answers as apt-get does: real archives and their signatures need a network. */
@Timeout(60)
class DebianSourceTest {

    private static final Origin ORIGIN = Origin.parameter("source");

    /** A list of packages is a folder with the package, and apt's answer to --print-uris in a file. */
    private static final String APT_GET =
            """
            #!/bin/sh
            echo "$*" >> "$CALLS"
            lists=$SYSTEM
            for argument; do
                case $argument in Dir::State::lists=*) lists=${argument#*=} ;; esac
                last=$argument
            done
            case "$*" in
            *--print-uris*) cat "$lists/uris" 2>/dev/null || { echo "E: Unable to locate package $last"; exit 100; } ;;
            *update) cp "$FRESH"/* "$lists" 2>/dev/null || exit 100 ;;
            *download*) cp "$lists"/*.deb . || { echo "E: 404 Not Found"; exit 100; } ;;
            esac
            """;

    private final Path root;
    private final Path tree;
    private final Store store;
    private final Path systemLists;
    private final Path freshLists;
    private final Path calls;

    DebianSourceTest(@TempDir Path root) throws IOException {
        this.root = root.toRealPath();
        this.tree = StubTree.write(this.root.resolve("linux-source-6.1"));
        this.store = new Store(this.root.resolve("store"), this.root.resolve("store"));
        this.systemLists = Files.createDirectory(this.root.resolve("system"));
        this.freshLists = Files.createDirectory(this.root.resolve("fresh"));
        this.calls = Files.createFile(this.root.resolve("calls"));
        Files.writeString(this.root.resolve("apt-get"), APT_GET);
        StubTree.run(this.root, "chmod", "755", "apt-get");
    }

    /** Puts the package into a list under a version. */
    private Path publish(Path list, String name, String version) throws IOException {
        var work = Files.createTempDirectory(root, "deb");
        var tarball = StubTree.pack(tree, work.resolve("x.tar.xz"));
        var file = list.resolve(name + "_" + version.replace(":", "%3a") + "_all.deb");
        Files.move(StubTree.packDeb(work, name, tarball), file);
        Files.writeString(
                list.resolve("uris"),
                "'http://deb.example.org/pool/" + file.getFileName() + "' " + file.getFileName() + " "
                        + Files.size(file) + " SHA256:" + StubTree.sha256(file) + "\n");
        return file;
    }

    private Map<String, String> environment() {
        return Map.of(
                "PATH",
                System.getenv("PATH"),
                "CALLS",
                calls.toString(),
                "FRESH",
                freshLists.toString(),
                "SYSTEM",
                systemLists.toString());
    }

    private AptGet apt() {
        return new AptGet(store, environment(), root.resolve("apt-get").toString());
    }

    private PristineTree fetch(DebianSource source, boolean offline, boolean update) throws IOException {
        var downloads = new Downloads(store, (uri, target, resume) -> {}, offline);
        return new SourceFetcher(store, downloads, c -> root, environment(), update, false, apt()).fetch(source);
    }

    private PristineTree fetch() throws IOException {
        return fetch(source(Optional.empty()), false, false);
    }

    private static DebianSource source(Optional<Hash> hash) {
        return new DebianSource("linux-source-6.1", Optional.empty(), hash, ORIGIN);
    }

    private long callsNow() throws IOException {
        return Files.readAllLines(calls).size();
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

    @Test
    void theTarballInAPackageBecomesATree() throws IOException {
        var deb = publish(systemLists, "linux-source-6.1", "1:6.1.55-1");
        var fetched = fetch();
        assertSameAsOriginal(fetched);
        assertThat(fetched.provenance())
                .isEqualTo(new Provenance(
                        "debian",
                        "linux-source-6.1",
                        Optional.of("1:6.1.55-1"),
                        Optional.of(Hash.sha256(StubTree.sha256(deb)))));
    }

    @Test
    void aKnownPackageNeedsNoApt() throws IOException {
        publish(systemLists, "linux-source-6.1", "6.1.55-1");
        var first = fetch();
        var before = callsNow();
        assertThat(fetch()).isEqualTo(first);
        assertThat(fetch(source(Optional.empty()), true, true)).isEqualTo(first);
        assertThat(callsNow()).isEqualTo(before);
    }

    @Test
    void anUpdateTakesTheNewestPackage() throws IOException {
        publish(systemLists, "linux-source-6.1", "6.1.55-1");
        fetch();
        StubTree.run(systemLists, "sh", "-c", "rm *");
        Files.writeString(tree.resolve("new"), "");
        publish(systemLists, "linux-source-6.1", "6.1.56-1");
        assertThat(fetch().provenance().revision()).contains("6.1.55-1");
        assertSameAsOriginal(fetch(source(Optional.empty()), false, true));
    }

    @Test
    void listsOfOurOwnAreUpdatedWhereTheSystemsDoNotKnowThePackage() throws IOException {
        publish(freshLists, "linux-source-6.1", "6.1.55-1");
        assertSameAsOriginal(fetch());
        assertThat(systemLists).isEmptyDirectory();
    }

    @Test
    void listsOfOurOwnAreUpdatedWhereThePackageIsGone() throws IOException {
        Files.delete(publish(systemLists, "linux-source-6.1", "6.1.54-1"));
        publish(freshLists, "linux-source-6.1", "6.1.55-1");
        assertThat(fetch().provenance().revision()).contains("6.1.55-1");
    }

    @Test
    void listsOfOurOwnAreUpdatedOnceForAllPackages() throws IOException {
        publish(freshLists, "linux-source-6.1", "6.1.55-1");
        var apt = apt();
        var wanted = source(Optional.empty()).wanted();
        assertThat(apt.get(wanted)).isEqualTo(apt.get(wanted));
        assertThat(Files.readAllLines(calls))
                .filteredOn(call -> call.endsWith(" update"))
                .hasSize(1);
    }

    @Test
    void aPackageThatOnlyMatchesThePatternIsNotTaken() throws IOException {
        publish(systemLists, "linux-source-6.10", "6.10.1-1");
        assertThatExceptionOfType(UserException.class)
                .isThrownBy(this::fetch)
                .withMessageContaining("apt knows no package 'linux-source-6.1' (parameter <source><debian>)");
    }

    @Test
    void aPackageThatDiffersFromTheListsIsNotTaken() throws IOException {
        Files.writeString(publish(systemLists, "linux-source-6.1", "6.1.55-1"), "forged");
        StubTree.run(root, "sh", "-c", "cp system/* fresh");
        assertThatExceptionOfType(UserException.class)
                .isThrownBy(this::fetch)
                .withMessageContaining("another hash than the package lists have");
        assertThat(root.resolve("store/downloads")).doesNotExist();
    }

    @Test
    void aWrongHashShowsBothAndKeepsNothing() throws IOException {
        var actual = Hash.sha256(StubTree.sha256(publish(systemLists, "linux-source-6.1", "6.1.55-1")));
        var wrong = Hash.sha256("0".repeat(64));
        assertThatExceptionOfType(UserException.class)
                .isThrownBy(() -> fetch(source(Optional.of(wrong)), false, false))
                .withMessageContaining(wrong.sri())
                .withMessageContaining(actual.sri());
        assertThat(root.resolve("store/downloads/" + actual.hex())).doesNotExist();
    }

    @Test
    void aPackageWithoutATarballIsNoSource() throws IOException {
        var deb = publish(systemLists, "linux-source-6.1", "6.1.55-1");
        var work = Files.createTempDirectory(root, "deb");
        Files.move(
                StubTree.packDeb(work, "linux-headers", StubTree.pack(tree, work.resolve("x.tar.xz"))),
                deb,
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        Files.writeString(
                systemLists.resolve("uris"),
                "'http://x' " + deb.getFileName() + " 1 SHA256:" + StubTree.sha256(deb) + "\n");
        assertThatExceptionOfType(UserException.class)
                .isThrownBy(this::fetch)
                .withMessageContaining("holds no usr/src/linux-source-*.tar.*");
    }

    @Test
    void offlineWithNothingDownloadedNamesTheCure() {
        assertThatExceptionOfType(UserException.class)
                .isThrownBy(() -> fetch(source(Optional.empty()), true, false))
                .withMessageContaining("Offline, and package 'linux-source-6.1' (parameter <source><debian>)")
                .withMessageContaining("Run once without -o");
    }

    @Test
    void withoutAptTheCureIsAnotherKind() {
        var environment = Map.of("PATH", System.getenv("PATH"));
        var apt = new AptGet(store, environment, root.resolve("absent").toString());
        assertThatExceptionOfType(UserException.class)
                .isThrownBy(() -> apt.get(source(Optional.empty()).wanted()))
                .withMessageContaining("<debian> and <debianKernel> need apt-get, which this machine has not");
    }
}
