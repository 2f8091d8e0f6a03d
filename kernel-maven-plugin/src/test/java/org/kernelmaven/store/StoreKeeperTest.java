package org.kernelmaven.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.kernelmaven.CapturedLog;
import org.kernelmaven.UserException;

@Timeout(60)
class StoreKeeperTest {

    private static final String DOWNLOAD = Digests.of("bytes");

    @TempDir
    Path directory;

    private Path root;
    private Store store;
    private StoreKeeper keeper;

    /**
     * A store with a tree, a download and a dev artifact that no Maven uses: this one made them in another place, and
     * the store is a copy of that.
     */
    @BeforeEach
    void store() throws IOException {
        var place = directory.resolve("made");
        var maker = new Store(place, place, Optional.of(Path.of("/home/acme/kernel")));
        maker.getOrMakeTold(Kind.TREE, "tar-1", temporary -> {
            Files.createDirectories(temporary.resolve("drivers"));
            Files.writeString(temporary.resolve("Makefile"), "VERSION = 6\n");
            Files.writeString(temporary.resolve("drivers/widget.c"), "int widget;\n");
            return Store.Made.of("Linux 6.1.55 from 'linux.tar'");
        });
        maker.getOrMakeTold(Kind.DOWNLOAD, DOWNLOAD, temporary -> {
            Files.writeString(temporary, "bytes");
            return Store.Made.of("https://example.org/linux.tar");
        });
        maker.getOrMakeTold(Kind.DEV, "dev-1", temporary -> {
            Files.writeString(Files.createDirectory(temporary).resolve("Module.symvers"), "0x1 widget\n");
            return new Store.Made("acme-1.0-dev.tar.zst", Map.of("Module.symvers", Digests.of("0x1 widget\n")));
        });
        root = directory.resolve("store");
        run("cp", "-a", place.toString(), root.toString());
        store = new Store(root, root);
        keeper = new StoreKeeper(store);
    }

    private static void run(String... command) throws IOException {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        assertThat(new String(process.getInputStream().readAllBytes(), UTF_8)).isEmpty();
    }

    private String complaint(boolean repair) {
        return String.valueOf(assertThatExceptionOfType(UserException.class)
                .isThrownBy(() -> keeper.keep(!repair, repair, NO_PRUNING))
                .actual()
                .getMessage());
    }

    private static final Pruning NO_PRUNING = Pruning.parse(Optional.empty(), Optional.empty());

    private void prune(String age) throws IOException {
        keeper.keep(false, false, Pruning.parse(Optional.of(age), Optional.empty()));
    }

    private void lastUsed(Kind kind, String key, Duration ago) throws IOException {
        Files.setLastModifiedTime(
                root.resolve(kind.directory() + "/." + key + ".uses"),
                FileTime.from(Instant.now().minus(ago)));
    }

    private static void flip(Path file) throws IOException {
        var time = Files.getLastModifiedTime(file);
        var bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
        Files.setLastModifiedTime(file, time);
    }

    @Test
    void theListHasSizeNameAndUser() throws IOException {
        var log = CapturedLog.of(() -> keeper.keep(false, false, NO_PRUNING));
        assertThat(log)
                .containsPattern("24 B  20[0-9-]{8} [0-9:]{5}  trees/tar-1 \\(Linux 6.1.55 from 'linux.tar'\\)\n"
                        + " +used by /home/acme/kernel")
                .contains("downloads/" + DOWNLOAD + " (https://example.org/linux.tar)")
                .contains("dev/dev-1 (acme-1.0-dev.tar.zst)")
                .contains("3 entries, 40 B");
    }

    @Test
    void whatRepairLeavesForTheNextTryIsListedApart() throws IOException {
        Files.writeString(root.resolve("trees/.tar-2.tmp"), "12345");
        Files.writeString(root.resolve("downloads/.url-1.part"), "1234567");
        assertThat(CapturedLog.of(() -> keeper.keep(false, false, NO_PRUNING)))
                .contains("; and 5 B half-made, by a Maven that works now or was killed: -Dkernel.store.repair")
                .contains("; and 7 B of downloads that broke off or run now: the next try goes on with them,"
                        + " -Dkernel.store.prune removes old ones");
    }

    @Test
    void theLastOfSeveralUsersIsListed() throws IOException {
        for (var project : new String[] {"/home/acme/other", "/home/acme/last"}) {
            new Store(root, root, Optional.of(Path.of(project))).find(Kind.TREE, "tar-1");
        }
        assertThat(CapturedLog.of(() -> keeper.keep(false, false, NO_PRUNING)))
                .contains("used by /home/acme/last and 2 other projects");
    }

    @Test
    void aLongListOfUsesIsReplacedAndNotWrittenOver() throws IOException {
        var uses = root.resolve("trees/.tar-1.uses");
        var line = "2026-01-31T12:00:00Z /home/acme/" + "x".repeat(200) + "\n";
        Files.writeString(uses, line.repeat(200));
        var reader = Files.createLink(directory.resolve("reader"), uses);
        new Store(root, root, Optional.of(Path.of("/home/acme/last"))).find(Kind.TREE, "tar-1");
        assertThat(Files.readAllLines(uses)).hasSize(50).last().asString().endsWith(" /home/acme/last");
        assertThat(Files.readAllLines(reader)).hasSize(201);
        assertThat(root.resolve("trees/.tar-1.uses.tmp")).doesNotExist();
    }

    @Test
    void aSoundStoreVerifies() throws IOException {
        assertThat(CapturedLog.of(() -> keeper.keep(true, false, NO_PRUNING)))
                .contains("Verified 3 entries, of which 0 damaged");
    }

    @Test
    void everyFlippedByteIsNamed() throws IOException {
        flip(root.resolve("trees/tar-1/drivers/widget.c"));
        flip(root.resolve("downloads/" + DOWNLOAD));
        flip(root.resolve("dev/dev-1/Module.symvers"));
        assertThat(complaint(false))
                .startsWith("The store has 3 damaged entries:")
                .contains("\n  downloads/" + DOWNLOAD + " (https://example.org/linux.tar)\n    it has other content")
                .contains("\n  trees/tar-1 (Linux 6.1.55 from 'linux.tar')\n    'drivers/widget.c' has other content")
                .contains("\n  dev/dev-1 (acme-1.0-dev.tar.zst)\n    'Module.symvers' has other content")
                .contains("-Dkernel.store.repair");
        assertThat(root.resolve("trees/tar-1")).exists();
    }

    @Test
    void repairRemovesWhatIsDamagedAndNothingElse() throws IOException {
        flip(root.resolve("trees/tar-1/drivers/widget.c"));
        flip(root.resolve("dev/.dev-1.manifest"));
        assertThat(CapturedLog.of(() -> keeper.keep(false, true, NO_PRUNING)))
                .contains("'drivers/widget.c' has other content", "its manifest is damaged");
        assertThat(entries()).containsExactly("downloads/" + DOWNLOAD);
        keeper.keep(true, false, NO_PRUNING);
    }

    @Test
    void anEntryWithoutAManifestIsNotTakenForSound() throws IOException {
        Files.delete(root.resolve("trees/.tar-1.manifest"));
        assertThat(complaint(false)).contains("it has no manifest, so it cannot be verified");
    }

    @Test
    void aDownloadNeedsNoManifestForItsKeyIsItsDigest() throws IOException {
        Files.delete(root.resolve("downloads/." + DOWNLOAD + ".manifest"));
        keeper.keep(true, false, NO_PRUNING);
        flip(root.resolve("downloads/" + DOWNLOAD));
        assertThat(complaint(false)).contains("it has other content");
    }

    @Test
    void whatIsDamagedAndInUseIsLeftAndSaid() throws Exception {
        flip(root.resolve("trees/tar-1/Makefile"));
        try (var user = new StoreUser(root, "tar-1")) {
            assertThat(complaint(true))
                    .startsWith("A Maven that runs now uses what is damaged:\n  trees/tar-1")
                    .contains("'Makefile' has other content");
            assertThat(root.resolve("trees/tar-1/Makefile")).exists();
        }
        keeper.keep(false, true, NO_PRUNING);
        assertThat(root.resolve("trees/tar-1")).doesNotExist();
    }

    @Test
    void pruningRemovesWhatWasNotUsed() throws IOException {
        lastUsed(Kind.TREE, "tar-1", Duration.ofDays(31));
        lastUsed(Kind.DEV, "dev-1", Duration.ofDays(29));
        prune("30d");
        assertThat(entries()).containsExactlyInAnyOrder("dev/dev-1", "downloads/" + DOWNLOAD);
    }

    @Test
    void aWorkDirectoryIsListedWithoutWhatItsTreeSharesAndPruned() throws IOException {
        var key = "0123456789abcdef";
        var made = directory.resolve("work-made");
        new Store(made, made, Optional.of(Path.of("/home/acme/two words"))).getOrMakeTold(Kind.WORK, key, temporary -> {
            Files.writeString(Files.createDirectory(temporary).resolve("built.o"), "12345");
            return Store.Made.of("/home/acme/two words/target/kernel");
        });
        run("cp", "-a", made.resolve("work").toString(), root.toString());
        var work = root.resolve("work/" + key);
        Files.createLink(work.resolve("Makefile"), root.resolve("trees/tar-1/Makefile"));
        Files.createLink(work.resolve("staged"), work.resolve("built.o"));
        Files.writeString(work.resolve("built.o"), "123456");
        keeper.keep(true, false, NO_PRUNING); // what make writes is no damage
        lastUsed(Kind.WORK, key, Duration.ofDays(31));
        assertThat(CapturedLog.of(keeper::list))
                .containsPattern("     6 B  .*  work/" + key + " \\(/home/acme/two words/target/kernel\\)")
                .contains("used by /home/acme/two words");
        prune("30d");
        assertThat(work).doesNotExist();
    }

    @Test
    void aUseCountsFromNow() throws IOException {
        lastUsed(Kind.TREE, "tar-1", Duration.ofDays(31));
        new Store(root, root, Optional.of(Path.of("/home/acme/new"))).find(Kind.TREE, "tar-1");
        assertThat(Files.getLastModifiedTime(root.resolve("trees/.tar-1.uses")).toInstant())
                .isAfter(Instant.now().minus(Duration.ofDays(1)));
    }

    @Test
    void pruningLeavesWhatARunningMavenUses() throws Exception {
        lastUsed(Kind.TREE, "tar-1", Duration.ofDays(31));
        try (var user = new StoreUser(root, "tar-1")) {
            assertThat(CapturedLog.of(() -> prune("30d"))).contains("Kept trees/tar-1", "it is in use");
            assertThat(root.resolve("trees/tar-1")).exists();
        }
        // Killed, it uses nothing any more.
        prune("30d");
        assertThat(root.resolve("trees/tar-1")).doesNotExist();
    }

    @Test
    void pruningLeavesWhatThisMavenUses() throws IOException {
        lastUsed(Kind.TREE, "tar-1", Duration.ofDays(31));
        store.find(Kind.TREE, "tar-1");
        prune("30d");
        assertThat(root.resolve("trees/tar-1")).exists();
    }

    @Test
    void withoutLocksNothingIsRemovedAndTheCureIsSaid() throws IOException {
        lastUsed(Kind.TREE, "tar-1", Duration.ofDays(31));
        var locks = new Locks(channel -> {
            throw new IOException("No locks available");
        });
        keeper = new StoreKeeper(new Store(root, root, Optional.empty(), locks, Renames.REAL));
        assertThatExceptionOfType(UserException.class)
                .isThrownBy(() -> prune("30d"))
                .withMessageContainingAll(
                        "'" + root.resolve("trees") + "' has no locks (No locks available)",
                        "Set kernel.store to a folder elsewhere");
        assertThat(root.resolve("trees/tar-1")).exists();
    }

    @Test
    void whatWasPrunedIsMadeAgain() throws IOException {
        lastUsed(Kind.TREE, "tar-1", Duration.ofDays(31));
        prune("30d");
        var tree = store.getOrMake(
                Kind.TREE,
                "tar-1",
                path -> Files.writeString(Files.createDirectory(path).resolve("f"), "new"));
        assertThat(tree.resolve("f")).hasContent("new");
        keeper.keep(true, false, NO_PRUNING);
    }

    @Test
    void whatKilledMavensLeftIsRemovedAndWhatIsInTheMakingIsNot() throws Exception {
        Files.createDirectories(root.resolve("trees/.tar-2-1.tmp/drivers"));
        Files.writeString(root.resolve("trees/.tar-3-1.manifest"), "");
        Files.writeString(root.resolve("trees/.tar-3-1.manifest.tmp"), "");
        Files.writeString(root.resolve("trees/.tar-3-1.uses.tmp"), "");
        Files.createDirectories(root.resolve("dev/.dev-2.removed"));
        var download = Files.createDirectories(root.resolve("downloads/.url-1.part"));
        var maker = StoreProcess.start(root);
        try (var says = maker.inputReader(UTF_8)) {
            assertThat(says.readLine()).isEqualTo("making");
            keeper.keep(false, true, NO_PRUNING);
            assertThat(root.resolve("trees/." + StoreProcess.KEY + ".tmp/half")).exists();
        } finally {
            maker.destroyForcibly().waitFor();
        }
        assertThat(download).as("a download goes on where it was").exists();
        assertThat(hidden()).noneMatch(name -> name.matches(".*tar-[23]-1\\.(tmp|manifest|uses).*|.*removed"));

        keeper.keep(false, true, NO_PRUNING);
        assertThat(root.resolve("trees/." + StoreProcess.KEY + ".tmp")).doesNotExist();
        Files.setLastModifiedTime(download, FileTime.fromMillis(0));
        prune("30d");
        assertThat(download).doesNotExist();
    }

    private Stream<String> paths() throws IOException {
        try (var files = Files.walk(root, 2)) {
            return files
                    .filter(file -> root.relativize(file).getNameCount() == 2)
                    .map(file -> root.relativize(file).toString())
                    .toList()
                    .stream();
        }
    }

    private Stream<String> hidden() throws IOException {
        return paths().filter(name -> name.contains("/."));
    }

    private Stream<String> entries() throws IOException {
        return paths().filter(name -> !name.contains("/."));
    }
}
