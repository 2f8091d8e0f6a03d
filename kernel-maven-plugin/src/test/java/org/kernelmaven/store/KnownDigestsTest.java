package org.kernelmaven.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KnownDigestsTest {

    private static final Instant LONG_AGO = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void file() throws IOException {
        file = Files.writeString(directory.resolve("file"), "one");
        Files.setLastModifiedTime(file, FileTime.from(LONG_AGO));
    }

    private void changeUnseen() throws IOException {
        Files.writeString(file, "two");
        Files.setLastModifiedTime(file, FileTime.from(LONG_AGO));
    }

    @Test
    void digestIsRemembered() throws IOException {
        var digests = new KnownDigests(new Store(directory.resolve("store"), directory.resolve("store")));
        var digest = digests.sha256(file);
        assertThat(digest).isEqualTo(Digests.of("one"));

        changeUnseen();

        assertThat(digests.sha256(file)).isEqualTo(digest);
    }

    @Test
    void storeThatCannotRememberGivesTheDigestAllTheSame() throws IOException {
        // procfs lets nobody make a file, not even root.
        var digests = new KnownDigests(new Store(Path.of("/proc/self/fdinfo"), directory));
        digests.sha256(file);

        changeUnseen();

        assertThat(digests.sha256(file)).isEqualTo(Digests.of("two"));
    }
}
