package org.kernelmaven.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that {@code xz} made, whole and damaged. */
class XzProgramTest {

    private static final int MEMORY_KIB = 1 << 17;

    private final Path temp;

    XzProgramTest(@TempDir Path temp) throws IOException {
        this.temp = temp;
        Run.in(temp, "sh", "-c", "seq 3000 > plain");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "xz -c plain",
                "xz -c /dev/null",
                "xz -cT2 --block-size=4096 plain",
                "xz -cT2 --block-size=4096 --check=sha256 plain",
                "xz -cT2 --block-size=4096 --check=none plain",
                "xz -cT2 --block-size=4096 --x86 --lzma2=dict=64KiB plain",
                "xz -c plain; xz -cT2 --block-size=4096 plain",
                "xz -cT2 --block-size=4096 plain; head -c 8 /dev/zero; xz -c plain; head -c 4 /dev/zero",
            })
    void decodesWhatXzMade(String commands) throws IOException {
        Run.in(temp, "sh", "-c", "(" + commands + ") > packed; xz -dc packed > unpacked");
        var packed = Files.readAllBytes(temp.resolve("packed"));
        assertThat(decode(packed)).isEqualTo(Files.readAllBytes(temp.resolve("unpacked")));
    }

    @Test
    void findsDamageAndTruncation() throws IOException {
        var packed = packedInBlocks();
        for (int i = 0; i < packed.length; i += 97) {
            var damaged = packed.clone();
            damaged[i] ^= 0x10;
            assertThatThrownBy(() -> decode(damaged)).isInstanceOf(IOException.class);
            var shorter = Arrays.copyOf(packed, i + 1);
            assertThatThrownBy(() -> decode(shorter)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void givesAllBytesBeforeTheDamage() throws IOException {
        var packed = packedInBlocks();
        try (var in = program().decode(stream(Arrays.copyOf(packed, packed.length / 2)), MEMORY_KIB)) {
            assertThat(new String(in.readNBytes(1024), StandardCharsets.US_ASCII))
                    .isEqualTo(Files.readString(temp.resolve("plain")).substring(0, 1024));
        }
    }

    @Test
    void refusesWhatNeedsTooMuchMemory() throws IOException {
        Run.in(temp, "sh", "-c", "xz -c --lzma2=dict=192MiB plain > packed");
        var packed = Files.readAllBytes(temp.resolve("packed"));
        assertThatThrownBy(() -> decode(packed)).hasMessageContaining("Memory usage limit reached");
    }

    @Test
    void anotherProgramOfThatNameIsNotUsed() throws IOException {
        var xz = Files.writeString(temp.resolve("xz"), "#!/bin/sh\necho 'BusyBox v1.35.0'\n");
        Run.in(temp, "chmod", "+x", xz.toString());
        assertThat(XzProgram.find(Map.of("PATH", temp.toString()))).isEmpty();
        assertThat(XzProgram.find(Map.of("PATH", temp + "/none"))).isEmpty();
        assertThat(XzProgram.installed()).isPresent();
    }

    private byte[] packedInBlocks() throws IOException {
        Run.in(temp, "sh", "-c", "xz -cT2 --block-size=1024 plain > packed");
        return Files.readAllBytes(temp.resolve("packed"));
    }

    private static byte[] decode(byte[] packed) throws IOException {
        try (var in = program().decode(stream(packed), MEMORY_KIB)) {
            return in.readAllBytes();
        }
    }

    private static XzProgram program() throws IOException {
        return XzProgram.installed().orElseThrow();
    }

    private static ByteArrayInputStream stream(byte[] bytes) {
        return new ByteArrayInputStream(bytes);
    }
}
