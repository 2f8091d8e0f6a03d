package org.kernelmaven.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** GNU tar reads what we write. */
class TarWriterTest {

    private static final Instant TIME = Instant.parse("2026-01-01T00:00:00.25Z");

    private final Path temp;

    private final Path tree;

    TarWriterTest(@TempDir Path temp) throws IOException {
        this.temp = temp;
        tree = Files.createDirectories(temp.resolve("tree"));
        Files.writeString(tree.resolve("b"), "b");
        Files.writeString(tree.resolve("B"), "B");
        Files.writeString(tree.resolve("\u00e9"), "e");
        Files.writeString(tree.resolve("a-b"), "x");
        Files.createDirectories(tree.resolve("a"));
        Files.writeString(tree.resolve("a/" + "n".repeat(120)), "long");
        Files.createSymbolicLink(tree.resolve("link"), Path.of("../" + "t".repeat(150)));
        Run.in(tree, "chmod", "4711", "b");
        Run.in(tree, "chmod", "600", "B");
    }

    @Test
    void entriesAreSortedAndNormalised() throws IOException {
        write(temp.resolve("t.tar.zst"));
        assertThat(Run.in(temp, "sh", "-c", "zstd -dc t.tar.zst | TZ=UTC tar tvf - --full-time"))
                .isEqualTo(
                        """
                        drwxr-xr-x 0/0               0 2026-01-01 00:00:00 lib/modules/6.1/
                        -rw-r--r-- 0/0               1 2026-01-01 00:00:00 lib/modules/6.1/B
                        drwxr-xr-x 0/0               0 2026-01-01 00:00:00 lib/modules/6.1/a/
                        -rw-r--r-- 0/0               4 2026-01-01 00:00:00 lib/modules/6.1/a/%s
                        -rw-r--r-- 0/0               1 2026-01-01 00:00:00 lib/modules/6.1/a-b
                        -rwxr-xr-x 0/0               1 2026-01-01 00:00:00 lib/modules/6.1/b
                        lrwxrwxrwx 0/0               0 2026-01-01 00:00:00 lib/modules/6.1/link -> ../%s
                        -rw-r--r-- 0/0               1 2026-01-01 00:00:00 lib/modules/6.1/\u00e9
                        """
                                .formatted("n".repeat(120), "t".repeat(150)));
    }

    @Test
    void gnuTarUnpacksTheSameTree() throws IOException {
        write(temp.resolve("t.tar.zst"));
        Run.in(temp, "sh", "-c", "mkdir out && zstd -dc t.tar.zst | tar xf - -C out");
        assertThat(Run.in(temp, "diff", "-r", "--no-dereference", "tree", "out/lib/modules/6.1"))
                .isEmpty();
    }

    @Test
    void holdsNeitherUserNorGroupName() throws IOException {
        var user = System.getProperty("user.name");
        System.setProperty("user.name", "builder-name");
        try {
            write(temp.resolve("t.tar.zst"));
        } finally {
            System.setProperty("user.name", user);
        }
        assertThat(Run.in(temp, "sh", "-c", "zstd -dc t.tar.zst | grep -c builder-name || true"))
                .isEqualTo("0\n");
    }

    @Test
    void bytesDependNeitherOnWorkersNorOnTheTimeOfFiles() throws IOException {
        var first = TarZstd.write(temp.resolve("1.tar.zst"), TIME, 3, 1, tar -> tar.addTree(tree, "x"));
        Run.in(tree, "sh", "-c", "touch b a link; chmod 755 b");
        var second = TarZstd.write(temp.resolve("2.tar.zst"), TIME, 3, 4, tar -> tar.addTree(tree, "x"));
        assertThat(second.sha256()).isEqualTo(first.sha256());
        assertThat(Run.in(temp, "sha256sum", "1.tar.zst")).startsWith(first.sha256() + " ");
        assertThat(first.size()).isEqualTo(Files.size(first.file()));
    }

    @Test
    void whatIsNotWantedIsLeftOutWithAllBelow() throws IOException {
        TarZstd.write(
                temp.resolve("t.tar.zst"),
                TIME,
                tar -> tar.addTree(tree, "", path -> !path.equals("a") && !path.equals("link")));
        assertThat(Run.in(temp, "sh", "-c", "zstd -dc t.tar.zst | tar tf - --quoting-style=literal"))
                .isEqualTo("B\na-b\nb\n\u00e9\n");
    }

    @Test
    void sizeBeyondUstarGetsAHeader() throws IOException {
        Run.in(temp, "truncate", "-s", "8589934593", "huge");
        var fifo = temp.resolve("pipe");
        Run.in(temp, "mkfifo", "pipe");
        var tar = new ProcessBuilder("tar", "tvf", fifo.toString()).start();
        try (var writer = new TarWriter(new FirstMegabyte(Files.newOutputStream(fifo)), TIME)) {
            writer.file("huge", temp.resolve("huge"));
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("enough");
        }
        var listing = new String(tar.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(listing).contains(" 8589934593 ");
    }

    @Test
    void failureLeavesTheOldArchiveAndNoTemporaryFile() throws IOException {
        var target = temp.resolve("out/t.tar.zst");
        write(target);
        var before = Files.readAllBytes(target);
        assertThatThrownBy(() -> TarZstd.write(target, TIME, tar -> {
                    tar.file("x", new byte[100_000], false);
                    throw new IOException("disk full");
                }))
                .hasMessage("disk full");
        assertThat(target).hasBinaryContent(before);
        try (var files = Files.list(target.getParent())) {
            assertThat(files).containsExactly(target);
        }
    }

    @Test
    void fifoIsRefused() throws IOException {
        Run.in(tree, "mkfifo", "fifo");
        assertThatThrownBy(() -> write(temp.resolve("t.tar.zst")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("fifo");
    }

    @Test
    void weReadWhatWeWrite() throws IOException {
        write(temp.resolve("t.tar.zst"));
        Files.delete(tree.resolve("link")); // leads out of the tree: our unpacker would refuse it
        write(temp.resolve("t.tar.zst"));
        TarUnpacker.unpack(temp.resolve("t.tar.zst"), temp.resolve("out"), 3, Limits.SMALL);
        assertThat(Run.in(temp, "diff", "-r", "tree", "out")).isEmpty();
    }

    private void write(Path target) throws IOException {
        TarZstd.write(target, TIME, tar -> tar.addTree(tree, "lib/modules/6.1"));
    }

    /** Ends the writing of eight gigabytes when the header is through. */
    private static final class FirstMegabyte extends java.io.FilterOutputStream {
        private final ByteArrayOutputStream written = new ByteArrayOutputStream();

        FirstMegabyte(java.io.OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            if (written.size() > 1 << 20) {
                throw new IOException("enough");
            }
            written.write(bytes, offset, length);
            out.write(bytes, offset, length);
        }
    }
}
