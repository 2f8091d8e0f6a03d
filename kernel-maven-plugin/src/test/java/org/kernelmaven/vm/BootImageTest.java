package org.kernelmaven.vm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kernelmaven.kbuild.Arch;

/** Headers as the kernel's documentation of booting and elf.h have them. */
class BootImageTest {

    @TempDir
    private Path directory;

    /** An image with a text at an offset. */
    static byte[] header(int offset, String magic) {
        var bytes = new byte[4096];
        System.arraycopy(magic.getBytes(StandardCharsets.ISO_8859_1), 0, bytes, offset, magic.length());
        return bytes;
    }

    private Path image(byte[] bytes) throws IOException {
        return Files.write(directory.resolve("image"), bytes);
    }

    @ParameterizedTest
    @CsvSource({"0x38, 41524d64, ARM64", "0x38, 52534305, RISCV64", "0x24, 18286f01, ARM"})
    void magicTellsTheArchitecture(String offset, String magic, Arch arch) throws IOException {
        var text = new String(HexFormat.of().parseHex(magic), StandardCharsets.ISO_8859_1);
        assertThat(BootImage.arches(image(header(Integer.decode(offset), text))))
                .containsExactly(arch);
    }

    @Test
    void flagsTellA64BitPcFromA32BitOne() throws IOException {
        var bytes = header(0x202, "HdrS\u000f\u0002");
        assertThat(BootImage.arches(image(bytes))).containsExactly(Arch.I386);
        bytes[0x236] = 0x3f;
        assertThat(BootImage.arches(image(bytes))).containsExactly(Arch.X86_64);
    }

    @Test
    void programOfThisMachineMayBeItsKernel() throws IOException {
        assertThat(BootImage.arches(
                        Path.of(ProcessHandle.current().info().command().orElseThrow())))
                .hasSizeLessThan(3)
                .isNotEmpty();
    }

    @Test
    void byteOrderOfAProgramIsItsOwn() throws IOException {
        var bytes = header(0, "\u007fELF\u0002\u0002");
        bytes[19] = 22;
        assertThat(BootImage.arches(image(bytes))).containsExactly(Arch.S390X);
    }

    @ParameterizedTest
    @CsvSource({"0", "60", "4096"})
    void whatIsNotKnownTellsNothing(int size) throws IOException {
        assertThat(BootImage.arches(image(new byte[size]))).isEmpty();
    }
}
