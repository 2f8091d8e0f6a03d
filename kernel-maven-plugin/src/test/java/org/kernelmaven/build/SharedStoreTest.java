package org.kernelmaven.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kernelmaven.UserException;
import org.kernelmaven.store.Digests;
import org.kernelmaven.store.Pruning;
import org.kernelmaven.store.Store;
import org.kernelmaven.store.StoreKeeper;
import org.kernelmaven.store.Trees;

/** What many builds share stays sound whatever happens to them and to it; each build is a process of its own. */
class SharedStoreTest {

    private static final int KILLS = 4;
    private static final Pruning NONE = Pruning.parse(Optional.empty(), Optional.empty());

    @TempDir
    Path directory;

    private Path tarball;
    private Path store;

    @BeforeEach
    void tarball() throws IOException {
        store = directory.resolve("store");
        tarball = StubProject.tarball(store);
    }

    @Test
    void eightBuildsOnAnEmptyStoreDownloadAndUnpackOnce() throws Exception {
        var builds = new ArrayList<Process>();
        for (var number = 0; number < 8; number++) {
            builds.add(BuildProcess.startPatching(project(number), store, tarball, "/* series " + number % 2 + " */"));
        }
        for (var build : builds) {
            assertThat(build.waitFor()).isZero();
        }

        var said = new StringBuilder();
        for (var number = 0; number < 8; number++) {
            said.append(Files.readString(BuildProcess.output(project(number))));
            assertThat(project(number).resolve("target/kernel/tree/drivers/misc/widget.c"))
                    .content()
                    .startsWith("/* series " + number % 2 + " */");
        }
        assertThat(said.toString()).containsOnlyOnce("Downloading ").containsOnlyOnce("Unpacked Linux ");
        keeper(store).keep(true, false, NONE);
    }

    @Test
    void buildsKilledAtRandomMomentsLeaveAStoreThatVerifiesAndTheNextGivesTheSameArtifacts() throws Exception {
        var start = System.nanoTime();
        assertThat(BuildProcess.start(project(0), store, tarball).waitFor()).isZero();
        var whole = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        var undisturbed = artifacts(project(0));
        var seed = System.nanoTime();
        var random = new Random(seed);
        for (var kill = 1; kill <= KILLS; kill++) {
            var moment = (long) (random.nextDouble() * whole);
            var what = "kill %d of seed %d, after %d of %d ms".formatted(kill, seed, moment, whole);
            var own = directory.resolve("store-" + kill);
            // A group of its own, so that its make and compilers are killed with it.
            var build = BuildProcess.start(project(kill), own, tarball, "setsid");
            build.waitFor(moment, TimeUnit.MILLISECONDS);
            StubProject.run(directory, "sh", "-c", "kill -s KILL -- -" + build.pid() + " 2>/dev/null || true");
            build.waitFor();

            assertThat(BuildProcess.start(project(kill), own, tarball).waitFor())
                    .as(what)
                    .isZero();

            assertThat(artifacts(project(kill))).as(what).isEqualTo(undisturbed);
            keeper(own).keep(true, false, NONE);
            assertThat(halfMade(own)).as(what).isEmpty();
        }
    }

    @Test
    void aFlippedByteOfATreeIsFoundAndTheBuildAfterARepairIsThatOfASoundOne() throws Exception {
        assertThat(BuildProcess.start(project(0), store, tarball).waitFor()).isZero();
        var sound = artifacts(project(0));
        var damaged = flip(find(store.resolve("large/trees"), "fork.c"));

        assertThat(BuildProcess.start(project(1), store, tarball).waitFor()).isZero();
        assertThat(artifacts(project(1))).as("the damage reaches the kernel").isNotEqualTo(sound);
        assertThatThrownBy(() -> keeper(store).keep(true, false, NONE))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("The store has 1 damaged entry:")
                .hasMessageContaining("'kernel/fork.c' has other content");

        keeper(store).keep(false, true, NONE);
        assertThat(damaged).doesNotExist();
        for (var number : new int[] {0, 1}) {
            assertThat(BuildProcess.start(project(number), store, tarball).waitFor())
                    .isZero();
            assertThat(artifacts(project(number))).isEqualTo(sound);
        }
        keeper(store).keep(true, false, NONE);
    }

    @Test
    void aFileThatIsGoneFromATreeIsBackForTheNextProject() throws Exception {
        assertThat(BuildProcess.start(project(0), store, tarball).waitFor()).isZero();
        var gone = find(store.resolve("large/trees"), "gadget.c");
        Files.delete(gone);

        assertThat(BuildProcess.start(project(1), store, tarball).waitFor()).isZero();

        assertThat(gone).exists();
        assertThat(artifacts(project(1))).isEqualTo(artifacts(project(0)));

        var patched = find(store.resolve("large/trees"), "widget.c");
        Files.delete(patched);
        assertThat(BuildProcess.startPatching(project(2), store, tarball, "/* series */")
                        .waitFor())
                .isZero();
        assertThat(patched).exists();
        keeper(store).keep(true, false, NONE);
    }

    @Test
    void whereADamagedTreeCannotBeMadeAgainTheDamageIsTold() throws Exception {
        var download = Files.copy(tarball, directory.resolve("download.tar.gz"));
        assertThat(BuildProcess.startPatching(project(0), store, download, "/* series */")
                        .waitFor())
                .isZero();
        Files.delete(find(store.resolve("large/trees"), "gadget.c"));
        Files.delete(download);
        Trees.delete(store.resolve("small/downloads"));

        assertThat(BuildProcess.startPatching(project(1), store, download, "/* series */")
                        .waitFor())
                .isNotZero();
        assertThat(BuildProcess.output(project(1)))
                .content()
                .contains("in the store is not as it was made", "It could not be made again: ");
    }

    private Path project(int number) {
        return directory.resolve("project-" + number);
    }

    private static StoreKeeper keeper(Path store) {
        return new StoreKeeper(new Store(store.resolve("small"), store.resolve("large")));
    }

    private static Path find(Path folder, String name) throws IOException {
        try (var files = Files.walk(folder)) {
            return files.filter(file -> file.endsWith(name)).findFirst().orElseThrow();
        }
    }

    /** Changes the last digit, in place and with the time as it was, as a disk would. */
    private Path flip(Path file) throws IOException {
        var time = Files.getLastModifiedTime(file);
        var mode = Files.getPosixFilePermissions(file);
        var bytes = Files.readAllBytes(file);
        var digit = IntStream.iterate(bytes.length - 1, position -> position - 1)
                .filter(position -> Character.isDigit(bytes[position]))
                .findFirst()
                .orElseThrow();
        bytes[digit] ^= 1;
        StubProject.run(directory, "chmod", "u+w", file.toString());
        Files.write(file, bytes);
        Files.setPosixFilePermissions(file, mode);
        Files.setLastModifiedTime(file, time);
        return file;
    }

    private static List<Path> halfMade(Path store) throws IOException {
        try (var files = Files.walk(store)) {
            return files.filter(file -> file.getFileName().toString().matches("\\..*\\.(tmp|removed)"))
                    .toList();
        }
    }

    private static Map<String, String> artifacts(Path where) throws IOException {
        var digests = new TreeMap<String, String>();
        try (var files = Files.list(where.resolve("target"))) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                digests.put(String.valueOf(file.getFileName()), Digests.of(file));
            }
        }
        return digests;
    }
}
