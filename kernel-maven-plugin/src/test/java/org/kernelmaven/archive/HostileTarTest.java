package org.kernelmaven.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Archives made to do harm: each is refused, and nothing appears outside the folder. */
class HostileTarTest {

    private static final Limits LIMITS = new Limits(20, 10_000, 5_000);

    private final Path temp;

    private final Path into;
    private final Path outside;
    private int stripped;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, "UTF-8");

    HostileTarTest(@TempDir Path temp) throws IOException {
        this.temp = temp;
        into = temp.resolve("a/b/into");
        outside = Files.createDirectories(temp.resolve("a/b/outside"));
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
    }

    @ParameterizedTest
    @ValueSource(strings = {"../evil", "x/../../evil", "x/..", "..", "./../evil", "x//../../evil"})
    void dotDot(String name) throws IOException {
        file(name, "x");
        assertHostile("has '..' in its path", name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/evil", "//evil", "/"})
    void absolutePath(String name) throws IOException {
        var entry = new TarArchiveEntry(name, true);
        tar.putArchiveEntry(entry);
        tar.closeArchiveEntry();
        assertHostile("has an absolute path", name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"../outside", "x/../../outside", "/etc/passwd", "..", "./.././outside"})
    void symbolicLinkThatLeaves(String target) throws IOException {
        link("link", target);
        assertHostile("is a link", "link");
    }

    @Test
    void symbolicLinkThatLeavesThroughAnEarlierLink() throws IOException {
        // by its letters it ends in deep/deep; followed it ends two above the folder
        directory("top");
        link("deep/deep/deep/s", "../../../top");
        link("k", "deep/deep/deep/s/../../outside");
        assertHostile("is a link that leaves the folder", "k");
    }

    @Test
    void symbolicLinkThatLeavesThroughALaterLink() throws IOException {
        link("k", "deep/deep/deep/s/../../outside");
        directory("top");
        link("deep/deep/deep/s", "../../../top");
        assertHostile("is a link that leaves the folder", "k");
    }

    @Test
    void symbolicLinkOfATreeThatStaysOnlyAsLongAsAnotherDoes() throws IOException {
        directory("a/b/c");
        link("s", "a/b/c");
        link("k", "s/../../x");
        unpack();
        assertThatThrownBy(() -> TarUnpacker.unpackReadOnly(
                        new ByteArrayInputStream(bytes.toByteArray()), "evil.tar", temp.resolve("other"), 0, LIMITS))
                .isInstanceOf(HostileArchiveException.class)
                .hasMessageContaining("entry 'k' is a link to 's/../../x', which goes down and up again");
    }

    @Test
    void fileWrittenThroughALink() throws IOException {
        directory("d");
        link("l", "d");
        file("l/evil", "x");
        assertHostile("would be written through the link 'l'", "l/evil");
    }

    @Test
    void directoryMadeThroughALink() throws IOException {
        directory("d");
        link("l", "d");
        directory("l/evil");
        assertHostile("would be written through the link 'l'", "l/evil");
    }

    @Test
    void fileOverALink() throws IOException {
        file("f", "good");
        link("l", "f");
        file("l", "evil");
        assertHostile("would replace or be written through an earlier link", "l");
    }

    @Test
    void linkOverADirectory() throws IOException {
        file("d/f", "x");
        link("d", "../outside");
        assertHostile("where an earlier entry was a directory", "d");
    }

    @Test
    void linkOverAFile() throws IOException {
        file("f", "x");
        link("f", "g");
        assertHostile("where an earlier entry was a file", "f");
    }

    @Test
    void directoryOverALink() throws IOException {
        link("l", "d");
        directory("l");
        assertHostile("where an earlier entry was a file or a link", "l");
    }

    @Test
    void entryBelowAFile() throws IOException {
        file("f", "x");
        file("f/g", "x");
        assertHostile("lies below 'f', which is a file", "f/g");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../outside/secret", "/etc/passwd"})
    void hardLinkThatLeaves(String target) throws IOException {
        Files.writeString(outside.resolve("secret"), "secret");
        entry("h", TarConstants.LF_LINK, target);
        assertHostile(target.startsWith("/") ? "absolute" : "'..'", target);
    }

    @Test
    void hardLinkToALink() throws IOException {
        link("l", "d");
        entry("h", TarConstants.LF_LINK, "l");
        assertHostile("is a hard link to 'l', which is no earlier file", "h");
    }

    @Test
    void hardLinksThatMultiplyALargeFile() throws IOException {
        file("f", "x".repeat(4_000));
        entry("h", TarConstants.LF_LINK, "f");
        entry("i", TarConstants.LF_LINK, "f");
        assertHostile("goes beyond the limit of 10000 bytes for the whole", "i");
    }

    @ParameterizedTest
    @ValueSource(bytes = {TarConstants.LF_CHR, TarConstants.LF_BLK, TarConstants.LF_FIFO})
    void deviceOrFifo(byte type) throws IOException {
        entry("node", type, "");
        assertHostile("is neither file, directory nor link but of tar's type '" + (char) type + "'", "node");
    }

    @Test
    void controlCharacters() throws IOException {
        file("a\u001b[31mred", "x");
        assertHostile("has a control character in its path", "a\\x1b[31mred");
    }

    @Test
    void nulInALongName() throws IOException {
        pax("path=a\0b");
        file("x", "x");
        assertHostile("has a control character in its path", "a\\x00b");
    }

    @Test
    void nameThatIsNotUtf8() throws IOException {
        pax("path=caf\u00e9");
        file("x", "x");
        assertHostile("has a path that is not UTF-8", "caf");
    }

    @Test
    void nameTooLong() throws IOException {
        file("n".repeat(256), "x");
        assertHostile("has a name of more than 255 bytes", "nnn");
    }

    @Test
    void pathTooLong() throws IOException {
        file("name/".repeat(700) + "x", "x");
        assertHostile("has a path of more than 3072 bytes", "name/name");
    }

    @Test
    void tooManyEntries() throws IOException {
        for (int i = 0; i <= LIMITS.entries(); i++) {
            directory("d" + i);
        }
        assertHostile("is beyond the limit of 20 entries", "d20");
    }

    @Test
    void tooManyDirectoriesThatNoEntryNames() throws IOException {
        file("0/a/a/a/a/a/a/a/a/f", "x");
        file("1/a/a/a/a/a/a/a/a/f", "x");
        file("2/f", "x");
        assertHostile("is beyond the limit of 20 entries", "2");
    }

    @Test
    void directoriesTooDeep() throws IOException {
        file("a/".repeat(129) + "f", "x");
        assertHostile("lies more than 128 directories deep", "a/a/a");
    }

    @Test
    void globalHeadersThatWouldFillMemory() throws IOException {
        for (int i = 0; i < 5; i++) {
            var header = new TarArchiveEntry("x", TarConstants.LF_PAX_GLOBAL_EXTENDED_HEADER);
            header.addPaxHeader("key" + i, "x".repeat(100_000));
            tar.putArchiveEntry(header);
            file("f" + i, "x");
        }
        assertHostile("has more than 262144 bytes of pax headers", "f2");
    }

    @Test
    void holesOfAllEntries() throws IOException {
        var header = new TarArchiveEntry("x", TarConstants.LF_PAX_GLOBAL_EXTENDED_HEADER);
        header.addPaxHeader("GNU.sparse.offset", "0");
        tar.putArchiveEntry(header);
        file("f", "x");
        assertHostile("is a sparse file", "f");
    }

    @Test
    void longHeadersOfManyEntries() throws IOException {
        for (int i = 0; i < 18; i++) {
            pax("uname=" + "x".repeat(1_000_000));
            file("f" + i, "x");
        }
        assertHostile("far longer headers than files need", "f16");
    }

    @Test
    void sparseFileThatNobodyWants() throws IOException {
        pax("GNU.sparse.size=2147483647");
        file("top", "x");
        stripped = 1;
        assertHostile("is a sparse file", "top");
    }

    @Test
    void fileTooLargeByItsHeader() throws IOException {
        var entry = new TarArchiveEntry("f");
        entry.setSize(1L << 40);
        tar.putArchiveEntry(entry); // the terabyte itself need not be there
        assertHostile("has 1099511627776 bytes, the limit is 5000 for one file", "f");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void filesTooLargeTogetherWantedOrNot(int components) throws IOException {
        stripped = components;
        file("f", "x".repeat(4_000));
        file("g", "x".repeat(4_000));
        file("h", "x".repeat(4_000));
        assertHostile("goes beyond the limit of 10000 bytes for the whole", "h");
    }

    @Test
    void headerThatWouldFillMemory() throws IOException {
        var entry = new TarArchiveEntry("././@LongLink", TarConstants.LF_GNUTYPE_LONGNAME);
        entry.setSize(3 << 20);
        tar.putArchiveEntry(entry);
        tar.write(new byte[3 << 20]);
        tar.closeArchiveEntry();
        file("x", "x");
        assertHostile("has a header of more than 1048576 bytes", "");
    }

    @Test
    void sizeInAPaxHeaderThatWouldFillMemory() throws IOException {
        var entry = new TarArchiveEntry("x", TarConstants.LF_PAX_EXTENDED_HEADER_LC);
        entry.setSize(2_000_000_000);
        tar.putArchiveEntry(entry);
        tar.write("1999999990 path=".getBytes(StandardCharsets.US_ASCII));
        tar.write(new byte[3 << 20]);
        assertThatThrownBy(this::unpack).isInstanceOf(HostileArchiveException.class);
    }

    @Test
    void bombBehindTheLastEntry() throws IOException {
        file("f", "x");
        tar.close();
        var padded = Arrays.copyOf(bytes.toByteArray(), 20 << 20);
        assertThatThrownBy(() ->
                        TarUnpacker.unpack(new ByteArrayInputStream(gzip(padded)), "bomb.tar.gz", into, 0, LIMITS))
                .isInstanceOf(HostileArchiveException.class)
                .hasMessageContaining("goes on for more than");
    }

    @Test
    void folderThatIsNotEmpty() throws IOException {
        Files.createDirectories(into);
        Files.createSymbolicLink(into.resolve("l"), outside);
        file("l/evil", "x");
        assertThatThrownBy(this::unpack).isInstanceOf(DirectoryNotEmptyException.class);
        assertThat(outside).isEmptyDirectory();
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        var result = new ByteArrayOutputStream();
        try (var gzip = new java.util.zip.GZIPOutputStream(result)) {
            gzip.write(plain);
        }
        return result.toByteArray();
    }

    private void assertHostile(String reason, String entry) throws IOException {
        assertThatThrownBy(this::unpack)
                .isInstanceOf(HostileArchiveException.class)
                .hasMessageContaining("evil.tar")
                .hasMessageContaining(reason)
                .hasMessageContaining(entry);
        try (var files = Files.walk(temp)) {
            assertThat(files.filter(Files::isSymbolicLink)).isEmpty();
        }
        assertThat(Files.exists(temp.resolve("a/b/evil"), LinkOption.NOFOLLOW_LINKS))
                .isFalse();
        assertThat(Files.exists(outside.resolve("evil"))).isFalse();
    }

    private void unpack() throws IOException {
        try {
            tar.close();
        } catch (IOException e) {
            // an entry that was left open on purpose
        }
        TarUnpacker.unpack(new ByteArrayInputStream(bytes.toByteArray()), "evil.tar", into, stripped, LIMITS);
    }

    private void file(String name, String content) throws IOException {
        var entry = new TarArchiveEntry(name);
        var data = content.getBytes(StandardCharsets.UTF_8);
        entry.setSize(data.length);
        tar.putArchiveEntry(entry);
        tar.write(data);
        tar.closeArchiveEntry();
    }

    /** A pax header of one record of Latin-1 bytes. */
    private void pax(String record) throws IOException {
        var text = " " + record + "\n";
        var length = text.length() + 1;
        while (String.valueOf(length).length() + text.length() != length) {
            length++;
        }
        var data = (length + text).getBytes(StandardCharsets.ISO_8859_1);
        var entry = new TarArchiveEntry("x", TarConstants.LF_PAX_EXTENDED_HEADER_LC);
        entry.setSize(data.length);
        tar.putArchiveEntry(entry);
        tar.write(data);
        tar.closeArchiveEntry();
    }

    private void directory(String name) throws IOException {
        tar.putArchiveEntry(new TarArchiveEntry(name + "/"));
        tar.closeArchiveEntry();
    }

    private void link(String name, String target) throws IOException {
        entry(name, TarConstants.LF_SYMLINK, target);
    }

    private void entry(String name, byte type, String target) throws IOException {
        var entry = new TarArchiveEntry(name, type);
        entry.setLinkName(target);
        tar.putArchiveEntry(entry);
        tar.closeArchiveEntry();
    }
}
