package org.kernelmaven.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kernelmaven.CapturedLog;

class HardLinksTest {

    @TempDir
    Path directory;

    private Path file;
    private Path link;

    @BeforeEach
    void file() throws IOException {
        file = Files.writeString(directory.resolve("file"), "");
        link = directory.resolve("link");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Operation not permitted",
                "Operation not supported",
                "Invalid cross-device link",
                "Too many links"
            })
    void aRefusedLinkIsForTheCallerToCopyAndTheLastThatIsTried(String reason) throws IOException {
        var tries = new AtomicInteger();
        var links = new HardLinks(
                (to, from) -> {
                    tries.incrementAndGet();
                    throw new FileSystemException(to.toString(), from.toString(), reason);
                },
                new AtomicBoolean());
        var log = CapturedLog.of(() -> {
            assertThat(links.link(link, file)).isFalse();
            assertThat(links.link(link, file)).isFalse();
        });
        assertThat(tries).hasValue(1);
        assertThat(log).containsOnlyOnce("are not possible (" + reason + "): files are copied instead");
    }

    @Test
    void aFileSystemOfJavaWithoutLinksRefusesToo() throws IOException {
        var links = new HardLinks(
                (to, from) -> {
                    throw new UnsupportedOperationException("no links");
                },
                new AtomicBoolean());
        assertThat(CapturedLog.of(() -> assertThat(links.link(link, file)).isFalse()))
                .contains("are not possible (no links)");
    }

    @Test
    void aRealFileSystemWithoutThatFileRefuses() throws IOException {
        // The kernel's files are on another file system, whatever this one is.
        assertThat(new HardLinks(Files::createLink, new AtomicBoolean()).link(link, Path.of("/proc/version")))
                .isFalse();
        assertThat(link).doesNotExist();
    }

    @Test
    void itIsToldOnceForAllTrees() throws IOException {
        var told = new AtomicBoolean();
        var log = CapturedLog.of(() -> {
            for (var tree = 0; tree < 2; tree++) {
                var links = new HardLinks(Files::createLink, told);
                assertThat(links.link(link, Path.of("/proc/version"))).isFalse();
            }
        });
        assertThat(log).containsOnlyOnce("are not possible");
    }

    @Test
    void whatIsThereOrGoneIsNoRefusal() throws IOException {
        var links = new HardLinks();
        Files.createFile(link);
        assertThatExceptionOfType(FileAlreadyExistsException.class).isThrownBy(() -> links.link(link, file));
        assertThatExceptionOfType(NoSuchFileException.class)
                .isThrownBy(() -> links.link(directory.resolve("other"), directory.resolve("none")));
        Files.delete(link);
        assertThat(links.link(link, file)).isTrue();
    }
}
