package org.kernelmaven.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Archives that GNU tar and the usual compressors made. */
class TarUnpackerTest {

    private static final Limits LIMITS = new Limits(1000, 100_000_000);

    private final Path temp;

    private final Path tree;
    private final Path into;

    TarUnpackerTest(@TempDir Path temp) throws IOException {
        this.temp = temp;
        tree = Files.createDirectories(temp.resolve("linux-6.1"));
        into = temp.resolve("into");
        Files.writeString(tree.resolve("Makefile"), "VERSION = 6\n");
        var random = new byte[300_000];
        new Random(1).nextBytes(random);
        Files.write(tree.resolve("noise"), random);
        var deep = Files.createDirectories(tree.resolve("d".repeat(90) + "/" + "e".repeat(90)));
        Files.writeString(deep.resolve("caf\u00e9.c"), "int x;\n");
        Files.createDirectories(tree.resolve("empty"));
        Files.createDirectories(tree.resolve("scripts/dtc/include-prefixes"));
        Files.createSymbolicLink(tree.resolve("scripts/dtc/include-prefixes/up"), Path.of("../../../Makefile"));
        Files.createSymbolicLink(tree.resolve("dangling"), Path.of("build/not-there"));
        Files.createSymbolicLink(tree.resolve("loop"), Path.of("loop"));
        Run.in(tree, "sh", "-c", "touch -d '2020-02-03 04:05:06.5 UTC' Makefile; chmod 4775 noise; ln noise hard");
    }

    @ParameterizedTest
    @CsvSource({
        "plain,cat",
        "gz,gzip",
        "bz2,bzip2",
        "xz,xz -T1",
        "zst,zstd -q",
        "multi-block xz,xz -T2 --block-size=65536"
    })
    void readsWhatGnuTarWrote(String name, String compressor) throws IOException {
        var archive = pack("--format=gnu", compressor, name);
        TarUnpacker.unpack(archive, into, 1, LIMITS);
        assertThat(Run.in(temp, "diff", "-r", "--no-dereference", "linux-6.1", "into"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"v7", "ustar", "pax", "oldgnu"})
    void readsEveryFormatOfTar(String format) throws IOException {
        Run.in(tree, "sh", "-c", "rm -r dddd*"); // v7 cannot
        var archive = pack("--format=" + format, "cat", format);
        TarUnpacker.unpack(archive, into, 1, LIMITS);
        assertThat(Run.in(temp, "diff", "-r", "--no-dereference", "linux-6.1", "into"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "bzip2", "xz", "xz -T2 --block-size=65536", "zstd -q"})
    void readsConcatenatedStreams(String compressor) throws IOException {
        var archive = temp.resolve("multi");
        Run.in(
                temp,
                "sh",
                "-c",
                "tar cf t linux-6.1; (head -c 100000 t | %s; tail -c +100001 t | %s) > multi"
                        .formatted(compressor, compressor));
        TarUnpacker.unpack(archive, into, 1, LIMITS);
        assertThat(Run.in(temp, "diff", "-r", "--no-dereference", "linux-6.1", "into"))
                .isEmpty();
    }

    @Test
    void manyFilesAreWrittenAtOnceAndInOrder() throws IOException {
        Run.in(
                temp,
                "sh",
                "-c",
                "mkdir many; for i in $(seq 400); do echo $i > many/$i; ln many/$i many/hard$i; done;"
                        + " tar cf many.tar many; echo anew > many/7; tar rf many.tar many/7;"
                        + " rm many/hard7; cp many/7 many/hard7; rm many/hard7; echo 7 > many/hard7");
        Map<String, String> digests;
        try (var input = Files.newInputStream(temp.resolve("many.tar"))) {
            digests = TarUnpacker.unpackReadOnly(input, "many", into, 1, LIMITS);
        }
        assertThat(Run.in(temp, "diff", "-r", "many", "into")).isEmpty();
        var sums = new StringBuilder();
        new TreeMap<>(digests).forEach((path, sum) -> sums.append(sum + "  " + path + "\n"));
        Files.writeString(temp.resolve("sums"), sums);
        assertThat(Run.in(into, "sha256sum", "--check", "--quiet", "../sums")).isEmpty();
        assertThat(digests).hasSize(800);
    }

    @Test
    void keepsTimesAndWhetherAFileIsExecutableButNoOtherModes() throws IOException {
        TarUnpacker.unpack(pack("--format=pax", "cat", "modes"), into, 1, LIMITS);
        assertThat(Files.getLastModifiedTime(into.resolve("Makefile")))
                .isEqualTo(FileTime.from(Instant.parse("2020-02-03T04:05:06.5Z")));
        assertThat(Run.in(into, "stat", "-c", "%a", "Makefile", "noise")).isEqualTo("644\n755\n");
    }

    @Test
    void nobodyMayWriteToFilesThatAreUnpackedReadOnly() throws IOException {
        try (var input = Files.newInputStream(pack("--format=pax", "cat", "modes"))) {
            TarUnpacker.unpackReadOnly(input, "modes", into, 1, LIMITS);
        }
        assertThat(Files.getLastModifiedTime(into.resolve("Makefile")))
                .isEqualTo(FileTime.from(Instant.parse("2020-02-03T04:05:06.5Z")));
        assertThat(Run.in(into, "stat", "-c", "%a", "Makefile", "noise", "hard", "empty"))
                .isEqualTo("444\n555\n555\n755\n");
    }

    @Test
    void digestsOfWhatIsUnpackedAreThoseOfSha256sum() throws IOException {
        Run.in(temp, "sh", "-c", "tar cf t linux-6.1; echo new > linux-6.1/Makefile; tar rf t linux-6.1/Makefile");
        Map<String, String> digests;
        try (var input = Files.newInputStream(temp.resolve("t"))) {
            digests = TarUnpacker.unpackReadOnly(input, "t", into, 1, LIMITS);
        }
        var lines = digests.entrySet().stream()
                .map(digest -> digest.getValue() + "  ./" + digest.getKey())
                .toList();
        assertThat(Run.in(into, "find", ".", "-type", "f", "-exec", "sha256sum", "{}", "+")
                        .lines())
                .containsExactlyInAnyOrderElementsOf(lines);
    }

    @Test
    void hardLinkBecomesAFileOfItsOwn() throws IOException {
        TarUnpacker.unpack(pack("--format=gnu", "cat", "hard"), into, 1, LIMITS);
        Files.writeString(into.resolve("hard"), "changed");
        assertThat(into.resolve("noise")).hasSize(300_000);
    }

    @Test
    void laterEntryReplacesAFile() throws IOException {
        Run.in(temp, "sh", "-c", "tar cf t linux-6.1; echo new > linux-6.1/Makefile; tar rf t linux-6.1/Makefile");
        TarUnpacker.unpack(temp.resolve("t"), into, 1, LIMITS);
        assertThat(into.resolve("Makefile")).hasContent("new\n");
    }

    @Test
    void leavesTheStreamOpen() throws IOException {
        var bytes = Files.readAllBytes(pack("--format=gnu", "xz", "open"));
        var closed = new boolean[1];
        var stream = new ByteArrayInputStream(bytes) {
            @Override
            public void close() {
                closed[0] = true;
            }
        };
        TarUnpacker.unpack(stream, into, 1, LIMITS);
        assertThat(closed[0]).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"cat", "gzip", "bzip2 -1", "xz", "xz -T2 --block-size=65536", "zstd -q"})
    void truncatedArchiveNamesItselfAndTheEntry(String compressor) throws IOException {
        var archive = pack("--format=gnu", compressor, "cut");
        var bytes = Files.readAllBytes(archive);
        Files.write(archive, Arrays.copyOf(bytes, bytes.length / 2 + 3));
        assertThatThrownBy(() -> TarUnpacker.unpack(archive, into, 1, LIMITS))
                .isInstanceOf(DamagedArchiveException.class)
                .hasMessageContaining(archive.toString())
                .hasMessageContaining("linux-6.1/");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "xz", "xz -T2 --block-size=65536", "zstd -q --check"})
    void truncatedBehindTheLastEntry(String compressor) throws IOException {
        var archive = pack("--format=gnu", compressor, "cut");
        var bytes = Files.readAllBytes(archive);
        Files.write(archive, Arrays.copyOf(bytes, bytes.length - 2));
        assertThatThrownBy(() -> TarUnpacker.unpack(archive, into, 1, LIMITS))
                .isInstanceOf(DamagedArchiveException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "bzip2", "xz", "xz -T2 --block-size=65536", "zstd -q --check"})
    void flippedBitIsFound(String compressor) throws IOException {
        var archive = pack("--format=gnu", compressor, "flip");
        var bytes = Files.readAllBytes(archive);
        bytes[bytes.length / 2] ^= 4;
        Files.write(archive, bytes);
        assertThatThrownBy(() -> TarUnpacker.unpack(archive, into, 1, LIMITS))
                .isInstanceOf(DamagedArchiveException.class)
                .hasMessageContaining("truncated or damaged");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>404 not found</html>", "", "\u001f\u008b\b", "\u00fd7zXZ\0garbage"})
    void noArchiveAtAll(String content) throws IOException {
        var file = temp.resolve("page.tar");
        Files.write(
                file, (content + " ".repeat(content.startsWith("<") ? 4000 : 0)).getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> TarUnpacker.unpack(file, into, 1, LIMITS))
                .isInstanceOf(DamagedArchiveException.class)
                .hasMessageContaining("page.tar");
    }

    @Test
    void xzThatWantsTooMuchMemory() throws IOException {
        var archive = pack("--format=gnu", "xz --lzma2=dict=512MiB", "big");
        assertThatThrownBy(() -> TarUnpacker.unpack(archive, into, 1, LIMITS))
                .isInstanceOf(DamagedArchiveException.class)
                .hasMessageContaining("memory");
    }

    @Test
    void failureToReadTheFileIsNoDamage() {
        var failing = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("disk on fire");
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                throw new IOException("disk on fire");
            }
        };
        assertThatThrownBy(() -> TarUnpacker.unpack(failing, into, 1, LIMITS))
                .isInstanceOf(IOException.class)
                .hasMessage("disk on fire");
    }

    private Path pack(String format, String compressor, String name) throws IOException {
        var archive = temp.resolve(name.replace(' ', '-') + ".tar");
        Run.in(
                temp,
                "bash",
                "-o",
                "pipefail",
                "-c",
                "tar -c --sort=name %s linux-6.1 | %s > %s".formatted(format, compressor, archive.getFileName()));
        return archive;
    }
}
