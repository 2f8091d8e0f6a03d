package org.kernelmaven.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Debian packages are made with ar and tar, as dpkg-deb does; GNU cpio reads our initramfs. */
class DebAndCpioTest {

    private final Path temp;

    DebAndCpioTest(@TempDir Path temp) {
        this.temp = temp;
    }

    @ParameterizedTest
    @CsvSource({"xz,xz", "zst,zstd -q", "gz,gzip"})
    void oneFileOfADebianPackage(String suffix, String compressor) throws IOException {
        var deb = deb(suffix, compressor);
        var name =
                new DebPackage(deb).extract(path -> path.endsWith(".tar.xz"), temp.resolve("out"), Limits.KERNEL_TREE);
        assertThat(name).contains("usr/src/linux-source-6.1.tar.xz");
        assertThat(temp.resolve("out")).hasContent("the tarball");
    }

    @Test
    void fileThatThePackageDoesNotHave() throws IOException {
        assertThat(new DebPackage(deb("xz", "xz")).extract(path -> false, temp.resolve("out"), Limits.KERNEL_TREE))
                .isEmpty();
    }

    @Test
    void truncatedPackage() throws IOException {
        var deb = deb("gz", "gzip");
        var bytes = Files.readAllBytes(deb);
        Files.write(deb, Arrays.copyOf(bytes, bytes.length - 60));
        assertThatThrownBy(() -> new DebPackage(deb).extract(path -> false, temp.resolve("out"), Limits.KERNEL_TREE))
                .isInstanceOf(DamagedArchiveException.class)
                .hasMessageContaining("test.deb");
    }

    @Test
    void packageBeyondALimit() throws IOException {
        var deb = deb("xz", "xz");
        assertThatThrownBy(() -> new DebPackage(deb).extract(path -> false, temp.resolve("out"), new Limits(2, 1000)))
                .isInstanceOf(HostileArchiveException.class)
                .hasMessageContaining("beyond the limit of 2 entries");
    }

    @Test
    void noPackageAtAll() throws IOException {
        var file = Files.writeString(temp.resolve("page.deb"), "<html>not found</html>");
        assertThatThrownBy(() -> new DebPackage(file).extract(path -> true, temp.resolve("out"), Limits.KERNEL_TREE))
                .isInstanceOf(DamagedArchiveException.class)
                .hasMessageContaining("page.deb");
    }

    @Test
    void cpioReadsOurInitramfs() throws IOException {
        var file = Files.writeString(temp.resolve("module.ko"), "module");
        try (var cpio = new CpioWriter(Files.newOutputStream(temp.resolve("initrd")), Instant.EPOCH)) {
            cpio.directory("dev");
            cpio.characterDevice("dev/console", 5, 1);
            cpio.file("init", "#!".getBytes(StandardCharsets.UTF_8), 0755);
            cpio.file("module.ko", file, 0644);
            cpio.link("sh", "init");
        }
        assertThat(Run.in(temp, "sh", "-c", "TZ=UTC cpio -tvn --quiet < initrd | tr -s ' '"))
                .isEqualTo(
                        """
                        drwxr-xr-x 1 0 0 0 Jan 1 1970 dev
                        crw------- 1 0 0 5, 1 Jan 1 1970 dev/console
                        -rwxr-xr-x 1 0 0 2 Jan 1 1970 init
                        -rw-r--r-- 1 0 0 6 Jan 1 1970 module.ko
                        lrwxrwxrwx 1 0 0 4 Jan 1 1970 sh -> init
                        """);
    }

    /** Both are too large to be decoded in Java where there is a program. */
    @Test
    void tarballOfXzInAPackageOfXz() throws IOException {
        Run.in(temp, "sh", "-c", "mkdir -p usr/src linux; head -c 300000 /dev/urandom > linux/noise");
        Run.in(temp, "sh", "-c", "tar cJf usr/src/linux-source-6.1.tar.xz linux");
        var deb = packed("xz", "xz");
        unpackTarball(deb, "into");
        assertThat(Run.in(temp, "diff", "-r", "linux", "into")).isEmpty();

        // The outer data is damaged behind where the inner one would be whole but for its end.
        var bytes = Files.readAllBytes(deb);
        bytes[bytes.length - 2000] ^= 0x10;
        Files.write(deb, bytes);
        assertThatThrownBy(() -> unpackTarball(deb, "again"))
                .isInstanceOf(DamagedArchiveException.class)
                .hasMessageContaining("test.deb");
    }

    private void unpackTarball(Path deb, String into) throws IOException {
        new DebPackage(deb)
                .read(
                        path -> path.endsWith(".tar.xz"),
                        Limits.KERNEL_TREE,
                        (name, tarball) ->
                                TarUnpacker.unpackReadOnly(tarball, name, temp.resolve(into), 1, Limits.KERNEL_TREE));
    }

    private Path deb(String suffix, String compressor) throws IOException {
        Files.createDirectories(temp.resolve("usr/src"));
        Files.writeString(temp.resolve("usr/src/linux-source-6.1.tar.xz"), "the tarball");
        return packed(suffix, compressor);
    }

    private Path packed(String suffix, String compressor) throws IOException {
        Run.in(
                temp,
                "bash",
                "-c",
                "echo 2.0 > debian-binary; tar czf control.tar.gz debian-binary;"
                        + " tar c ./usr | %s > data.tar.%s; rm -f test.deb; ar rc test.deb debian-binary control.tar.gz data.tar.%s"
                                .formatted(compressor, suffix, suffix));
        return temp.resolve("test.deb");
    }
}
