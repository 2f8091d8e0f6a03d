package org.kernelmaven.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestTest {

    @TempDir
    Path directory;

    private Path entry;
    private Path file;

    /** A tree with all that an entry may hold, names with blanks, tabs and newlines too. */
    @BeforeEach
    void entry() throws IOException {
        entry = Files.createDirectories(directory.resolve("entry"));
        file = directory.resolve("manifest");
        Files.createDirectories(entry.resolve("arch/empty"));
        Files.writeString(entry.resolve("Makefile"), "VERSION = 6\n");
        Files.writeString(entry.resolve("odd\tname\nof \\ a file"), "odd");
        Files.writeString(entry.resolve("arch/run.sh"), "#!/bin/sh\n");
        Files.setPosixFilePermissions(entry.resolve("arch/run.sh"), PosixFilePermissions.fromString("r-xr-xr-x"));
        Files.createSymbolicLink(entry.resolve("arch/link"), Path.of("../Makefile"));
    }

    private Map<String, String> differences() throws IOException {
        return Manifest.read(file).orElseThrow().differences(entry);
    }

    private boolean looksLike() throws IOException {
        return Manifest.head(file).orElseThrow().looksLike(Outline.of(entry));
    }

    private void note() throws IOException {
        Manifest.of("Linux 6.1.55 from 'linux.tar'", entry, Map.of()).write(file);
    }

    @Test
    void holdsWhatGnuToolsSay() throws IOException {
        Files.delete(entry.resolve("odd\tname\nof \\ a file"));
        note();

        var script =
                """
                find . -mindepth 1 -type d -printf 'd\\t%P\\n'
                find . -type l -printf 'l\\t%P\\t%l\\n'
                find . -type f ! -perm -u+x -printf 'f\\t%P\\t%s\\t' -exec sh -c 'sha256sum "$1" | cut -c1-64' sh {} ';'
                find . -type f -perm -u+x -printf 'x\\t%P\\t%s\\t' -exec sh -c 'sha256sum "$1" | cut -c1-64' sh {} ';'
                """;
        var lines = run(directory, "gzip", "-dc", file.toString()).lines().toList();
        assertThat(lines.subList(0, 2))
                .containsExactly("kernel-maven-plugin manifest 1", "Linux 6.1.55 from 'linux.tar'");
        assertThat(lines.get(2)).matches("22\t5 [0-9a-f]{1,16}");
        assertThat(lines.subList(3, lines.size()))
                .containsExactlyInAnyOrderElementsOf(
                        run(entry, "sh", "-c", script).lines().toList());
    }

    @Test
    void anUntouchedEntryHasNoDifferences() throws IOException {
        note();
        assertThat(differences()).isEmpty();
    }

    @Test
    void aFlippedByteIsFoundThoughSizeAndTimeAreTheSame() throws IOException {
        note();
        var makefile = entry.resolve("Makefile");
        var time = Files.getLastModifiedTime(makefile);
        Files.writeString(makefile, "VERSION = 7\n");
        Files.setLastModifiedTime(makefile, time);
        assertThat(differences()).containsExactly(Map.entry("Makefile", "has other content"));
    }

    @Test
    void eachKindOfDamageIsNamed() throws IOException {
        Files.writeString(entry.resolve("plain"), "");
        Files.writeString(entry.resolve("gone"), "");
        note();
        Files.delete(entry.resolve("gone"));
        Files.writeString(entry.resolve("Makefile"), "VERSION\n");
        Files.delete(entry.resolve("arch/empty"));
        Files.writeString(entry.resolve("arch/empty"), "");
        Files.delete(entry.resolve("arch/link"));
        Files.createSymbolicLink(entry.resolve("arch/link"), Path.of("../Kconfig"));
        Files.setPosixFilePermissions(entry.resolve("arch/run.sh"), PosixFilePermissions.fromString("r--r--r--"));
        Files.setPosixFilePermissions(entry.resolve("plain"), PosixFilePermissions.fromString("rwxr--r--"));
        Files.writeString(entry.resolve("odd\tname\nof \\ a file"), "even");
        Files.writeString(entry.resolve(".config"), "");
        assertThat(differences())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "gone", "is missing",
                        "Makefile", "has 8 bytes, not 12",
                        "arch/empty", "is no directory any more",
                        "arch/link", "is no link to '../Makefile' any more",
                        "arch/run.sh", "is not executable any more",
                        "plain", "became executable",
                        "odd\tname\nof \\ a file", "has 4 bytes, not 3",
                        ".config", "does not belong to it"));
    }

    @Test
    void aLookFindsWhatIsGoneNewOrOfAnotherSize() throws IOException {
        note();
        assertThat(looksLike()).isTrue();
        Files.writeString(entry.resolve("Makefile"), "VERSION = 7\n");
        assertThat(looksLike()).as("it reads no content").isTrue();
        Files.writeString(entry.resolve("Makefile"), "VERSION = 77\n");
        assertThat(looksLike()).isFalse();
        Files.writeString(entry.resolve("Makefile"), "VERSION = 7\n");
        Files.writeString(entry.resolve("new"), "");
        assertThat(looksLike()).isFalse();
        Files.delete(entry.resolve("new"));
        Files.delete(entry.resolve("arch/empty"));
        assertThat(looksLike()).isFalse();
    }

    @Test
    void aLookTellsKindsApart() throws IOException {
        note();
        Files.delete(entry.resolve("arch/empty"));
        Files.writeString(entry.resolve("arch/empty"), "");
        assertThat(looksLike()).isFalse();
        Files.delete(entry.resolve("arch/empty"));
        Files.createDirectory(entry.resolve("arch/empty"));
        assertThat(looksLike()).isTrue();
        Files.delete(entry.resolve("arch/link"));
        Files.writeString(entry.resolve("arch/link"), "1");
        assertThat(looksLike()).isFalse();
    }

    @Test
    void changesOfSeveralFilesDoNotCancelEachOther() throws IOException {
        for (var i = 0; i < 200; i++) {
            Files.writeString(entry.resolve("file" + i), "x".repeat(i));
        }
        note();
        for (var i = 0; i < 200; i += 2) {
            Files.writeString(entry.resolve("file" + i), "x".repeat(i + 1));
            Files.writeString(entry.resolve("file" + (i + 1)), "x".repeat(i));
            assertThat(looksLike())
                    .as("%d and the next have each other's size", i)
                    .isFalse();
            Files.writeString(entry.resolve("file" + i), "x".repeat(i));
            Files.writeString(entry.resolve("file" + (i + 1)), "x".repeat(i + 1));
        }
        assertThat(looksLike()).isTrue();
    }

    @Test
    void anyLanguageReadsWhatAnotherWrote() throws IOException {
        var before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            note();
        } finally {
            Locale.setDefault(before);
        }
        assertThat(looksLike()).isTrue();
        assertThat(differences()).isEmpty();
    }

    @Test
    void anEarlyVersionsManifestServesWithoutAnOutline() throws IOException {
        note();
        var text = run(directory, "gzip", "-dc", file.toString());
        try (var out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(text.replaceFirst("\t5 [0-9a-f]+\n|\t6 [0-9a-f]+\n", "\n").getBytes(UTF_8));
        }
        var noted = Manifest.read(file).orElseThrow();
        assertThat(noted.outline()).isEmpty();
        assertThat(noted.looksLike(Outline.of(entry))).isTrue();
        assertThat(differences()).isEmpty();
        Files.delete(entry.resolve("arch/empty"));
        assertThat(noted.looksLike(Outline.of(entry))).isFalse();
    }

    @Test
    void aDigestThatTheWriterGivesIsTaken() throws IOException {
        Manifest.of("", entry, Map.of("Makefile", Digests.of("VERSION = 7\n"))).write(file);
        assertThat(differences()).containsExactly(Map.entry("Makefile", "has other content"));
    }

    @Test
    void anEntryMayBeAFile() throws IOException {
        entry = Files.writeString(directory.resolve("download"), "bytes");
        note();
        assertThat(differences()).isEmpty();
        Files.writeString(entry, "bytez");
        assertThat(differences()).containsExactly(Map.entry(".", "has other content"));
    }

    @Test
    void timesAndWhoMayReadArePlayingNoPart() throws IOException {
        note();
        Files.setLastModifiedTime(entry.resolve("Makefile"), FileTime.fromMillis(0));
        Files.setPosixFilePermissions(entry.resolve("Makefile"), PosixFilePermissions.fromString("r--r-----"));
        assertThat(differences()).isEmpty();
    }

    @Test
    void aDamagedManifestIsToldFromTheEntry() throws IOException {
        note();
        var bytes = Files.readAllBytes(file);
        for (var position : List.of(0, 40, bytes.length - 6)) {
            var flipped = bytes.clone();
            flipped[position] ^= 4;
            Files.write(file, flipped);
            assertThatExceptionOfType(Manifest.DamagedException.class)
                    .as("byte %d of %d", position, bytes.length)
                    .isThrownBy(this::differences)
                    .withMessageContaining("its manifest is damaged");
        }
    }

    private static String run(Path where, String... command) throws IOException {
        var process = new ProcessBuilder(command)
                .directory(where.toFile())
                .redirectErrorStream(true)
                .start();
        return new String(process.getInputStream().readAllBytes(), UTF_8);
    }
}
