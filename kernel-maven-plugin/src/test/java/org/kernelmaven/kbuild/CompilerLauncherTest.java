package org.kernelmaven.kbuild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kernelmaven.UserException;
import org.kernelmaven.tool.Command;
import org.kernelmaven.tool.CommandRunner;
import org.kernelmaven.tool.Host;

class CompilerLauncherTest {

    @TempDir
    Path directory;

    private Host host() {
        return new Host("x86_64", 2, List.of(directory));
    }

    private Path program(String name, String script) throws IOException {
        var file = Files.writeString(directory.resolve(name), "#!/bin/sh\n" + script + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Command launch(String value, Toolchain toolchain, Map<String, String> callers) throws IOException {
        return CompilerLauncher.of(Optional.of(value), Optional.empty(), host())
                .orElseThrow()
                .launch(
                        Command.of(directory, "make", "-j2"),
                        toolchain,
                        directory,
                        callers,
                        directory.resolve("log"),
                        new CommandRunner());
    }

    @ParameterizedTest
    @CsvSource({"X86_64, '', gcc, gcc", "ARM64, '', aarch64-linux-gnu-gcc, gcc", "ARM64, -16, clang-16, clang-16"})
    void standsBeforeBothCompilers(Arch arch, String llvm, String compiler, String hostCompiler) throws IOException {
        program("ccache", "");
        var toolchain = Toolchain.of(arch, Optional.empty(), Optional.of(llvm), MakeFlags.none(), host());
        assertThat(launch("ccache", toolchain, Map.of()).argv())
                .containsExactly("make", "-j2", "CC=ccache " + compiler, "HOSTCC=ccache " + hostCompiler);
    }

    @Test
    void whatTheUserSetForCcacheWins() throws IOException {
        program("ccache", "");
        var toolchain = Toolchain.of(Arch.X86_64, Optional.empty(), Optional.empty(), MakeFlags.none(), host());
        assertThat(launch("ccache", toolchain, Map.of("CCACHE_BASEDIR", "/mine"))
                        .environment())
                .doesNotContainKey("CCACHE_BASEDIR")
                .containsEntry("CCACHE_NOHASHDIR", "1");
    }

    @Test
    void distccSaysHowManyJobsItsHostsTake() throws IOException {
        var distcc = program("distcc", "echo 12").toString();
        var toolchain = Toolchain.of(Arch.X86_64, Optional.empty(), Optional.empty(), MakeFlags.none(), host());
        assertThat(launch(distcc, toolchain, Map.of()).argv()).endsWith("-j12");
    }

    @Test
    void namesTheParameterAndTheCureOfEachMistake() throws IOException {
        program("distcc", "");
        program("icecc", "");
        var file = Files.writeString(directory.resolve("plain"), "");
        for (var mistake : Map.of(
                        "ccache",
                        "is no program on the PATH. 'mvn kernel:doctor' says how to install it",
                        "ccahce",
                        "is no program on the PATH. Did you mean 'ccache'?",
                        "-x",
                        "is an option",
                        "bin/ccache",
                        "is a relative path",
                        directory.resolve("none").toString(),
                        "is no file",
                        file.toString(),
                        "is not executable. Run 'chmod +x",
                        "distcc icecc",
                        "is more than one program")
                .entrySet()) {
            assertThatThrownBy(() -> CompilerLauncher.of(Optional.of(mistake.getKey()), Optional.empty(), host()))
                    .isInstanceOf(UserException.class)
                    .hasMessageContaining("parameter <compilerLauncher>: '" + mistake.getKey() + "' ")
                    .hasMessageContaining(mistake.getValue());
        }
    }

    @Test
    void questionsToTheCompilerAreNoCompiles() throws IOException {
        var log = Files.writeString(
                directory.resolve("log"),
                """
                # /dev/null
                cache_miss
                # -
                direct_cache_hit
                # ../kernel/fork.c
                direct_cache_hit
                local_storage_hit
                # ../init/main.c
                cache_miss
                """);
        assertThat(LauncherStatistics.read(log)).isEqualTo(new LauncherStatistics(1, 1));
    }
}
