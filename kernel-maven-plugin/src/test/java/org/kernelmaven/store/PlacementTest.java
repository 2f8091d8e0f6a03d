package org.kernelmaven.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kernelmaven.CapturedLog;

/** The store on a file system that renames no directory. */
class PlacementTest {

    private static final Instant OLD = Instant.parse("2023-09-23T09:11:13Z");
    private static final Pruning NO_PRUNING = Pruning.parse(Optional.empty(), Optional.empty());

    private final Path root;
    private final Store store;
    private final Path entry;
    private final Path marker;

    PlacementTest(@TempDir Path root) {
        this.root = root;
        this.store = store(PlacementTest::refuse);
        this.entry = root.resolve("trees/key");
        this.marker = root.resolve("trees/.key.unfinished");
    }

    private Store store(Renames.Rename rename) {
        return new Store(root, root, Optional.empty(), new Locks(), new Renames(rename, new AtomicBoolean()));
    }

    /** As Linux does with a directory of a lower layer of an overlay. */
    private static void refuse(Path from, Path to) throws IOException {
        if (Files.isDirectory(from)) {
            throw new AtomicMoveNotSupportedException(from.toString(), to.toString(), "Invalid cross-device link");
        }
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void tree(Path directory) throws IOException {
        Files.createDirectories(directory.resolve("scripts"));
        var script = Files.writeString(directory.resolve("scripts/run.sh"), "#!/bin/sh\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("r-xr-xr-x"));
        Files.setLastModifiedTime(script, FileTime.from(OLD));
        Files.createSymbolicLink(directory.resolve("link"), Path.of("scripts"));
    }

    @Test
    void anEntryIsMadeFileByFile() throws IOException {
        assertThat(store.getOrMake(Kind.TREE, "key", PlacementTest::tree)).isEqualTo(entry);

        assertThat(entry.resolve("scripts/run.sh")).hasContent("#!/bin/sh").isExecutable();
        assertThat(Files.getLastModifiedTime(entry.resolve("scripts/run.sh")).toInstant())
                .isEqualTo(OLD);
        assertThat(Files.readSymbolicLink(entry.resolve("link"))).isEqualTo(Path.of("scripts"));
        assertThat(marker).doesNotExist();
        assertThat(root.resolve("trees/.key.tmp")).doesNotExist();
        new StoreKeeper(store).keep(true, false, NO_PRUNING);
    }

    @Test
    void anEntryIsRemovedWhole() throws IOException {
        store.getOrMake(Kind.TREE, "key", PlacementTest::tree);
        store.remove(Kind.TREE, "key");
        assertThat(entry).doesNotExist();
        assertThat(marker).doesNotExist();
    }

    @Test
    void anEntryThatWasNotFinishedIsNone() throws IOException {
        halfMade();
        assertThat(store.find(Kind.TREE, "key")).isEmpty();
        assertThat(store.contains(Kind.TREE, "key")).isFalse();
        assertThat(Inventory.of(store).entries()).isEmpty();
    }

    @Test
    void anEntryThatWasNotFinishedIsMadeAgain() throws IOException {
        halfMade();
        store.getOrMake(Kind.TREE, "key", PlacementTest::tree);
        assertThat(entry.resolve("half")).doesNotExist();
        assertThat(store.find(Kind.TREE, "key")).isPresent();
        new StoreKeeper(store).keep(true, false, NO_PRUNING);
    }

    @Test
    void aRepairDeletesAnEntryThatWasNotFinished() throws IOException {
        halfMade();
        assertThat(CapturedLog.of(() -> new StoreKeeper(store).list())).contains("7 B half-made");
        new StoreKeeper(store).repair();
        assertThat(entry).doesNotExist();
        assertThat(marker).doesNotExist();
        assertThat(root.resolve("trees/.key.manifest")).doesNotExist();
    }

    private void halfMade() throws IOException {
        Files.createDirectories(entry);
        Files.writeString(entry.resolve("half"), "content");
        Files.writeString(root.resolve("trees/.key.manifest"), "");
        Files.createFile(marker);
    }

    @Test
    void itIsToldOnce() throws IOException {
        var log = CapturedLog.of(() -> {
            store.getOrMake(Kind.TREE, "key", PlacementTest::tree);
            store.getOrMake(Kind.TREE, "other", PlacementTest::tree);
        });
        assertThat(log)
                .containsOnlyOnce("The file system of '" + root.resolve("trees/.key.tmp")
                        + "' does not rename that directory (Invalid cross-device link)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Operation not permitted", "Die Operation wird nicht unterst\u00fctzt"})
    void otherFileSystemsAndLanguagesRefuseInOtherWords(String reason) throws IOException {
        var refusing = store((from, to) -> {
            throw new FileSystemException(from.toString(), to.toString(), reason);
        });
        refusing.getOrMake(Kind.TREE, "key", PlacementTest::tree);
        assertThat(entry.resolve("scripts/run.sh")).exists();
    }

    @Test
    void whatHasAnotherCauseFails() {
        var busy = store((from, to) -> {
            if (from.endsWith(".key.tmp")) {
                throw new FileSystemException(from.toString(), to.toString(), "Device or resource busy");
            }
            Files.move(from, to);
        });
        assertThatExceptionOfType(FileSystemException.class)
                .isThrownBy(() -> busy.getOrMake(Kind.TREE, "key", PlacementTest::tree))
                .withMessageContaining("busy");
        assertThat(entry).doesNotExist();
    }

    @Test
    void aDirectoryOfAFileSystemThatDoesNotSyncThemIsLeft() throws IOException {
        Durable.names(Path.of("/proc/self")); // fsync(2) says EINVAL
    }
}
