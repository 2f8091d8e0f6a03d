package org.kernelmaven.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kernelmaven.CapturedLog;
import org.kernelmaven.UserException;

@Timeout(60)
class StoreTest {

    private final Path root;
    private final Store store;

    StoreTest(@TempDir Path root) {
        this.root = root;
        this.store = new Store(root, root);
    }

    @Test
    void anEntryIsMadeOnceByThreads() throws Exception {
        var made = new AtomicInteger();
        var threads = 8;
        var together = new CountDownLatch(threads);
        var pool = Executors.newFixedThreadPool(threads);
        try {
            List<Callable<Path>> tasks = new ArrayList<>();
            for (var i = 0; i < threads; i++) {
                tasks.add(() -> {
                    together.countDown();
                    together.await();
                    return store.getOrMake(
                            Kind.TREE, "key", path -> Files.writeString(path, "" + made.incrementAndGet()));
                });
            }
            for (var result : pool.invokeAll(tasks)) {
                assertThat(result.get()).hasContent("1");
            }
        } finally {
            pool.shutdownNow();
        }
        assertThat(made).hasValue(1);
    }

    @Test
    void anEntryIsMadeOnceByProcesses() throws Exception {
        var first = StoreProcess.start(root);
        try (var firstSays = first.inputReader(UTF_8)) {
            assertThat(firstSays.readLine()).isEqualTo("making");
            var second = StoreProcess.start(root);
            try (var secondSays = second.inputReader(UTF_8)) {
                assertThat(secondSays.readLine())
                        .matches(".*Waiting for '.*/trees/\\.shared\\.lock', which pid " + first.pid()
                                + " on \\S+ since [0-9]{4}-[0-9TZ:-]+ holds");
                first.getOutputStream().write('\n');
                first.getOutputStream().flush();
                assertThat(firstSays.readLine()).isEqualTo("by " + first.pid());
                assertThat(secondSays.readLine()).isEqualTo("by " + first.pid());
            } finally {
                second.destroyForcibly();
            }
        } finally {
            first.destroyForcibly();
        }
    }

    @Test
    void aKilledMakerLeavesNothingVisibleAndLocksNobodyOut() throws Exception {
        var killed = StoreProcess.start(root);
        try (var says = killed.inputReader(UTF_8)) {
            assertThat(says.readLine()).isEqualTo("making");
        } finally {
            killed.destroyForcibly().waitFor();
        }
        assertThat(store.find(Kind.TREE, StoreProcess.KEY)).isEmpty();
        var entry = store.getOrMake(Kind.TREE, StoreProcess.KEY, Files::createDirectory);
        assertThat(entry).isEmptyDirectory();
    }

    @Test
    void aFailingMakerLeavesNothing() throws IOException {
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> store.getOrMake(Kind.TREE, "key", temporary -> {
                    Files.createDirectory(temporary);
                    Files.writeString(temporary.resolve("half"), "");
                    throw new IOException("broken");
                }))
                .withMessage("broken");
        assertThat(visible()).isEmpty();
        assertThat(root.resolve("trees/.key.tmp")).doesNotExist();
    }

    @Test
    void aRemovedEntryIsMadeAgain() throws IOException {
        store.getOrMake(
                Kind.TREE,
                "key",
                temporary -> Files.writeString(Files.createDirectory(temporary).resolve("f"), "old"));
        store.remove(Kind.TREE, "key");
        assertThat(store.find(Kind.TREE, "key")).isEmpty();
        var entry = store.getOrMake(Kind.TREE, "key", temporary -> Files.writeString(temporary, "new"));
        assertThat(entry).hasContent("new");
    }

    @Test
    void whatAKilledRemovalLeftGoesWithTheNextMaker() throws IOException {
        var left = Files.createDirectories(root.resolve("trees/.key.removed"));
        Files.writeString(left.resolve("f"), "old");
        store.getOrMake(Kind.TREE, "key", Files::createDirectory);
        assertThat(left).doesNotExist();
    }

    @Test
    void anUnsoundEntryIsMadeAgainOnceByThreads() throws Exception {
        store.getOrMake(Kind.DOWNLOAD, "key", temporary -> Files.writeString(temporary, "rotten"));
        var made = new AtomicInteger();
        var threads = 4;
        var unsound = new CountDownLatch(threads);
        var pool = Executors.newFixedThreadPool(threads);
        try {
            Callable<Path> task = () -> store.getOrRemake(
                    Kind.DOWNLOAD,
                    "key",
                    entry -> {
                        unsound.countDown();
                        awaitAll(unsound);
                        return Files.readString(entry).equals("sound");
                    },
                    temporary -> {
                        made.incrementAndGet();
                        Files.writeString(temporary, "sound");
                        return Store.Made.of("key");
                    });
            for (var result : pool.invokeAll(Collections.nCopies(threads, task))) {
                assertThat(result.get()).hasContent("sound");
            }
        } finally {
            pool.shutdownNow();
        }
        assertThat(made).hasValue(1);
    }

    private static void awaitAll(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Test
    void deletingDoesNotFollowLinks(@TempDir Path elsewhere) throws IOException {
        var precious = Files.writeString(elsewhere.resolve("precious"), "");
        store.getOrMake(
                Kind.TREE,
                "key",
                temporary -> Files.createSymbolicLink(
                        Files.createDirectory(temporary).resolve("link"), elsewhere));
        store.remove(Kind.TREE, "key");
        assertThat(precious).exists();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "../x", "a/b", "/etc", ".hidden", "a b", "a\nb", "-x", "a\0"})
    void aHostileKeyIsRefused(String key) {
        assertThatIllegalArgumentException().isThrownBy(() -> store.find(Kind.TREE, key));
        assertThatIllegalArgumentException().isThrownBy(() -> store.getOrMake(Kind.TREE, key, Files::createDirectory));
    }

    @Test
    void aMakerOfOneKeyDoesNotWaitForAnother() throws Exception {
        var inner = new CountDownLatch(1);
        var other = new Thread(() -> {
            try {
                store.getOrMake(Kind.TREE, "b", Files::createDirectory);
                inner.countDown();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        store.getOrMake(Kind.TREE, "a", temporary -> {
            other.start();
            try {
                inner.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            Files.createDirectory(temporary);
        });
        assertThat(store.find(Kind.TREE, "b")).isPresent();
    }

    @Test
    void aSecondCopyOfTheClassInTheSameJvmIsWaitedFor() throws Exception {
        var lockFile = Files.createDirectories(root.resolve("trees")).resolve(".key.lock");
        var result = new CompletableFuture<String>();
        var thread = new Thread(() -> {
            try {
                result.complete(store.locked(Kind.TREE, "key", () -> "held"));
            } catch (IOException | RuntimeException e) {
                result.completeExceptionally(e);
            }
        });
        try (var channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            var lock = channel.lock();
            thread.start();
            thread.join(200);
            assertThat(result).isNotDone();
            lock.release();
        }
        assertThat(result.get()).isEqualTo("held");
    }

    @Test
    void askingForALockDoesNotFreeThatOfASecondCopyOfTheClass() throws IOException {
        var lockFile = root.resolve("lock");
        try (var channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.lock();
            assertThat(locks(lockFile)).hasSize(1);
            assertThat(new Locks().<String>tryWith(lockFile, () -> "")).isEmpty();
            assertThat(locks(lockFile)).hasSize(1);
        }
    }

    /** What Linux says of a file's locks (proc_locks(5)). */
    private static List<String> locks(Path file) throws IOException {
        var end = ":" + Files.getAttribute(file, "unix:ino");
        return Files.readAllLines(Path.of("/proc/locks")).stream()
                .filter(line -> line.matches(".* POSIX .*" + end + " .*"))
                .toList();
    }

    @Test
    void whatASecondCopyOfTheClassUsesCanBeUsed() throws IOException {
        var lease = Files.createFile(root.resolve("lease"));
        try (var channel = FileChannel.open(lease, StandardOpenOption.READ)) {
            channel.lock(0, 1, true);
            assertThat(Leases.hold(lease)).isTrue();
        }
    }

    @Test
    void whatIsUsedByOnePathCanBeUsedByAnother(@TempDir Path elsewhere) throws IOException {
        var entry = store.getOrMake(Kind.TREE, "key", Files::createDirectory);
        var link = Files.createSymbolicLink(elsewhere.resolve("link"), root);
        assertThat(new Store(link, link).find(Kind.TREE, "key").orElseThrow().toRealPath())
                .isEqualTo(entry.toRealPath());
    }

    @Test
    void whatASecondCopyOfTheClassRemovesCannotBeUsed() throws IOException {
        var lease = root.resolve("lease");
        try (var channel = FileChannel.open(lease, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.lock();
            assertThat(Leases.hold(lease)).isFalse();
        }
    }

    @Test
    void aFileSystemWithoutLocksIsToldOnceAndWorks() throws IOException {
        var locks = new Locks(channel -> {
            throw new IOException("Keine Sperren verf\u00fcgbar");
        });
        var lockFile = root.resolve("lock");
        var log = CapturedLog.of(() -> {
            assertThat(locks.<String>with(lockFile, () -> "one")).isEqualTo("one");
            assertThat(locks.<String>with(lockFile, () -> "two")).isEqualTo("two");
        });
        assertThat(log)
                .containsOnlyOnce("The file system of '" + lockFile + "' has no locks (Keine Sperren verf\u00fcgbar)");
    }

    @Test
    void anEntryAndItsManifestAppearTogether() throws IOException {
        store.getOrMakeTold(Kind.TREE, "key", temporary -> {
            Files.writeString(Files.createDirectory(temporary).resolve("file"), "content");
            return Store.Made.of("a tree");
        });
        var manifest = Manifest.read(root.resolve("trees/.key.manifest")).orElseThrow();
        assertThat(manifest.name()).isEqualTo("a tree");
        assertThat(manifest.size()).isEqualTo(7);
        assertThat(manifest.differences(root.resolve("trees/key"))).isEmpty();
    }

    @Test
    void aLookTellsWhetherAnEntryIsWhole() throws IOException {
        var tree = treeWithAFile();
        assertThat(Store.looksWhole(tree)).isTrue();

        Files.writeString(tree.resolve("file"), "other content");
        assertThat(Store.looksWhole(tree)).isFalse();
        Trees.delete(tree);
        assertThat(Store.looksWhole(tree)).isFalse();
    }

    @Test
    void whatIsRemovedWhileItIsLookedThroughIsNotWhole() throws IOException {
        var tree = treeWithAFile();
        assertThat(Store.looksWhole(tree, (path, file, attributes) -> store.remove(Kind.TREE, "key")))
                .isFalse();
    }

    @Test
    void aLookThatIsInterruptedSaysNothingOfTheEntry() throws IOException {
        var tree = treeWithAFile();
        Thread.currentThread().interrupt();
        assertThatExceptionOfType(InterruptedIOException.class).isThrownBy(() -> Store.looksWhole(tree));
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void aLookLeavesADamagedManifestToBeFound() throws IOException {
        var tree = treeWithAFile();
        var manifest = root.resolve("trees/.key.manifest");
        var bytes = Files.readAllBytes(manifest);
        // The first bytes of gzip's checksum, and all that a head can tell.
        for (var at : List.of(bytes.length - 8, bytes.length / 2, 0)) {
            bytes[at] ^= 1;
            Files.write(manifest, bytes);
            assertThat(Store.looksWhole(tree)).as("byte %d", at).isTrue();
            bytes[at] ^= 1;
        }
        Files.delete(manifest);
        assertThat(Store.looksWhole(tree)).isTrue();
    }

    @Test
    void aLookReadsAManifestToItsEndBeforeItBlamesTheEntry() throws IOException {
        var tree = store.getOrMake(Kind.TREE, "key", temporary -> {
            Files.createDirectory(temporary);
            for (var i = 0; i < 500; i++) {
                Files.writeString(temporary.resolve("file" + i), "content");
            }
        });
        var manifest = root.resolve("trees/.key.manifest");
        String text;
        try (var in = new GZIPInputStream(Files.newInputStream(manifest))) {
            text = new String(in.readAllBytes(), UTF_8);
        }
        var damaged = gzip(text.replaceFirst("\t500 [0-9a-f]+", "\t500 1"));
        Files.write(manifest, damaged);
        assertThat(Store.looksWhole(tree)).as("the manifest says so").isFalse();

        damaged[damaged.length - 8] ^= 1;
        Files.write(manifest, damaged);
        assertThat(Store.looksWhole(tree)).as("its checksum is wrong").isTrue();

        Files.write(manifest, gzip(text.replaceFirst("\t500 [0-9a-f]+", "")));
        assertThat(Store.looksWhole(tree)).as("of an early version").isTrue();
        Files.delete(tree.resolve("file7"));
        assertThat(Store.looksWhole(tree)).isFalse();
    }

    private Path treeWithAFile() throws IOException {
        return store.getOrMake(
                Kind.TREE,
                "key",
                temporary -> Files.writeString(Files.createDirectory(temporary).resolve("file"), "content"));
    }

    private static byte[] gzip(String text) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(UTF_8));
        }
        return bytes.toByteArray();
    }

    @Test
    void aRemovedEntryLeavesNoManifest() throws IOException {
        store.getOrMake(Kind.TREE, "key", Files::createDirectory);
        store.remove(Kind.TREE, "key");
        assertThat(root.resolve("trees/.key.manifest")).doesNotExist();
    }

    @Test
    void aLockFileThatNamesNobodyIsNotQuoted() throws IOException {
        var lockFile = Files.writeString(root.resolve("lock"), "\u001b[2J pid 1 on box since ever");
        try (var channel = FileChannel.open(lockFile, StandardOpenOption.READ)) {
            assertThat(LockHolder.read(channel)).isEqualTo("another process");
        }
    }

    @Test
    void aWaitingThreadSaysSo() throws IOException {
        var log = CapturedLog.of(() -> store.locked(Kind.TREE, "key", () -> {
            var waiter = new Thread(() -> {
                try {
                    store.locked(Kind.TREE, "key", () -> "");
                } catch (IOException e) {
                    assertThat(e).isInstanceOf(java.io.InterruptedIOException.class);
                }
            });
            waiter.start();
            try {
                waiter.join(4_000);
                waiter.interrupt();
                waiter.join();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            return "";
        }));
        assertThat(log).containsOnlyOnce("/.key.lock', which another thread of this Maven holds");
    }

    @Test
    void anInterruptEndsTheWaitForALock() throws Exception {
        var waiter = new Thread[1];
        var failure = new IOException[1];
        store.locked(Kind.TREE, "key", () -> {
            waiter[0] = new Thread(() -> {
                try {
                    store.locked(Kind.TREE, "key", () -> "");
                } catch (IOException e) {
                    failure[0] = e;
                }
            });
            waiter[0].start();
            waiter[0].interrupt();
            try {
                waiter[0].join();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            return "";
        });
        assertThat(failure[0]).isInstanceOf(java.io.InterruptedIOException.class);
    }

    @Test
    void aFullDiskIsNamedWithTheCure() {
        assertThatExceptionOfType(UserException.class)
                .isThrownBy(() -> store.getOrMake(Kind.DOWNLOAD, "key", temporary -> {
                    throw new IOException("No space left on device");
                }))
                .withMessageContaining("No room left for the store in '" + root.resolve("downloads"))
                .withMessageContaining("kernel.store");
        assertThat(visible()).isEmpty();
    }

    @Test
    void failuresAreKnownByTheWordsOfTheUsersLanguage() {
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> Files.write(Path.of("/dev/full"), new byte[1], StandardOpenOption.WRITE))
                .withMessage(SystemWords.ofFullDevice().orElseThrow());
        assertThat(SystemWords.FULL).contains(SystemWords.ofFullDevice().orElseThrow());
        assertThat(SystemWords.NOT_SYNCED)
                .contains(SystemWords.ofUnsyncedDirectory().orElseThrow());
    }

    @Test
    void aRealBoundOnFileSizesIsToldAsNoRoom() throws Exception {
        // The children's heap dumps and logs aside, the JVM writes nothing here: the bound hits the maker's file alone.
        var child = FullDiskProcess.start(root);
        var says = new String(child.getInputStream().readAllBytes(), UTF_8);
        assertThat(child.waitFor()).as(says).isZero();
        assertThat(says).contains("No room left for the store in '" + root.resolve("trees") + "'");
        assertThat(visible()).isEmpty();
    }

    @Test
    void aFactThatIsNotRecalledIsForgottenByPruning() throws IOException {
        store.remember("recalled", "1");
        store.remember("idle", "2");
        var longAgo = Instant.now().minus(Duration.ofDays(40));
        for (var question : List.of("recalled", "idle")) {
            Files.setLastModifiedTime(root.resolve("facts").resolve(Digests.of(question)), FileTime.from(longAgo));
        }
        store.remember("of today", "3");
        Files.setLastModifiedTime(
                root.resolve("facts").resolve(Digests.of("of today")),
                FileTime.from(Instant.now().minus(Duration.ofHours(20))));
        assertThat(store.recall("recalled")).hasValue("1");
        assertThat(store.recall("of today")).hasValue("3");

        new StoreKeeper(store).prune(Pruning.parse(Optional.of("12h"), Optional.empty()));

        assertThat(store.recall("recalled")).hasValue("1");
        assertThat(store.recall("of today")).hasValue("3");
        assertThat(store.recall("idle")).isEmpty();
    }

    @Test
    void aFactIsRememberedReplacedAndForgotten() throws IOException {
        assertThat(store.recall("question / with ../ anything")).isEmpty();
        store.remember("question / with ../ anything", "one");
        store.remember("question / with ../ anything", "two");
        assertThat(store.recall("question / with ../ anything")).contains("two");
        store.forget("question / with ../ anything");
        assertThat(store.recall("question / with ../ anything")).isEmpty();
    }

    private List<String> visible() {
        try (var files = Files.walk(root, 2)) {
            return files.filter(file -> root.relativize(file).getNameCount() == 2)
                    .map(file -> file.getFileName().toString())
                    .filter(name -> !name.startsWith("."))
                    .toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
