package org.kernelmaven.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostTest {

    private final Path directory;

    HostTest(@TempDir Path directory) {
        this.directory = directory;
    }

    private Path program(String at, String mode) throws IOException {
        var file = directory.resolve(at);
        Files.createDirectories(file.getParent());
        Files.createFile(file);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }

    private Host host() {
        return new Host("x86_64", 2, List.of(directory.resolve("a"), directory.resolve("b")));
    }

    @Test
    void findsTheFirstOnThePath() throws IOException {
        var first = program("a/tool", "rwxr-xr-x");
        program("b/tool", "rwxr-xr-x");
        assertThat(host().find("tool")).contains(first);
    }

    @Test
    void passesOverWhatIsNoProgram() throws IOException {
        program("a/tool", "rw-r--r--");
        Files.createDirectories(directory.resolve("a/other"));
        var second = program("b/tool", "rwxr-xr-x");
        assertThat(host().find("tool")).contains(second);
        assertThat(host().find("other")).isEmpty();
    }

    @Test
    void ignoresEmptyPartsOfThePath() {
        var host = Host.of(Map.of("PATH", ":/usr/bin::/bin:"), "amd64", 4);
        assertThat(host.path()).containsExactly(Path.of("/usr/bin"), Path.of("/bin"));
    }

    @Test
    void namesTheProcessorAsUnameDoes() {
        assertThat(Host.of(Map.of(), "amd64", 4).machine()).isEqualTo("x86_64");
        assertThat(Host.of(Map.of(), "aarch64", 4).machine()).isEqualTo("aarch64");
    }

    @Test
    void libcIsTheOneThatIsMapped() {
        assertThat(Host.libc(List.of(
                        "55d0c0a00000-55d0c0a01000 r--p 00000000 08:01 131  /usr/lib/jvm/bin/java",
                        "7f2c3c000000-7f2c3c021000 rw-p 00000000 00:00 0 ",
                        "7f2c40a00000-7f2c40a26000 r--p 00000000 08:01 267  /usr/lib/x86_64-linux-gnu/libcrypt.so.1",
                        "7f2c40c00000-7f2c40c26000 r--p 00000000 08:01 264  /usr/lib/x86_64-linux-gnu/libc.so.6")))
                .contains(Path.of("/usr/lib/x86_64-linux-gnu/libc.so.6"));
        assertThat(Host.libc(List.of("7f2c4000-7f2c4100 r-xp 00000000 fe:00 5  /lib/ld-musl-x86_64.so.1")))
                .contains(Path.of("/lib/ld-musl-x86_64.so.1"));
        assertThat(Host.libc(List.of("7f2c4000-7f2c4100 r-xp 00000000 fe:00 5  /opt/jdk/lib/libjli.so")))
                .isEmpty();
    }
}
