package org.kernelmaven.vm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kernelmaven.UserException;
import org.kernelmaven.kbuild.Arch;
import org.kernelmaven.kbuild.MakeFlags;
import org.kernelmaven.kbuild.Toolchain;
import org.kernelmaven.tool.Command;
import org.kernelmaven.tool.CommandRunner;
import org.kernelmaven.tool.Host;

class GuestInitTest {

    private final Path directory;

    GuestInitTest(@TempDir Path directory) {
        this.directory = directory;
    }

    private static Toolchain toolchain(Arch arch, String... flags) {
        var host = new Host("x86_64", 1, List.of());
        return Toolchain.of(arch, Optional.empty(), Optional.empty(), MakeFlags.parse(List.of(flags)), host);
    }

    @ParameterizedTest
    @CsvSource({"X86_64, Advanced Micro Devices X86-64", "I386, Intel 80386", "ARM64, AArch64", "RISCV64, RISC-V"})
    void isAStaticProgramOfTheKernelsArchitecture(Arch arch, String machine) throws IOException {
        var target = directory.resolve("sub/init");
        GuestInit.compile(toolchain(arch), new CommandRunner(), target);
        var elf = new CommandRunner()
                .run(Command.of(directory, "readelf", "-hlW", target.toString()).with("LC_ALL", "C"))
                .output();
        assertThat(elf).containsPattern("Machine: +" + machine).containsPattern("Type: +EXEC");
        assertThat(elf).doesNotContain("INTERP").doesNotContain("DYNAMIC");
        assertThat(target).isExecutable();
        try (var files = Files.list(directory.resolve("sub"))) {
            assertThat(files).containsExactly(target);
        }
    }

    @Test
    void isTheSameEachTimeWhateverTheShellSays() throws IOException {
        GuestInit.compile(toolchain(Arch.X86_64), new CommandRunner(), directory.resolve("one"));
        var shell = Map.of("PATH", "/usr/bin:/bin", "C_INCLUDE_PATH", "/nowhere", "LIBRARY_PATH", "/nowhere");
        GuestInit.compile(toolchain(Arch.X86_64), new CommandRunner(shell), directory.resolve("longer/two"));
        assertThat(directory.resolve("one")).hasSameBinaryContentAs(directory.resolve("longer/two"));
    }

    @Test
    void aCompilerThatFailsIsQuotedAndLeavesNothing() throws IOException {
        assertThatThrownBy(() -> GuestInit.compile(
                        toolchain(Arch.X86_64, "CC=gcc --no-such-option"),
                        new CommandRunner(),
                        directory.resolve("init")))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("guest's init for x86_64")
                .hasMessageContaining("--no-such-option");
        assertThat(directory).isEmptyDirectory();
    }
}
