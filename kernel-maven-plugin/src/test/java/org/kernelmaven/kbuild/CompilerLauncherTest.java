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
        return launch(value, toolchain, Optional.empty(), callers);
    }

    private Command launch(String value, Toolchain toolchain, Optional<Path> seed, Map<String, String> callers)
            throws IOException {
        return CompilerLauncher.of(Optional.of(value), Optional.empty(), host())
                .orElseThrow()
                .launch(
                        Command.of(directory, "make", "-j2"),
                        toolchain,
                        seed,
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

    @ParameterizedTest
    @CsvSource({"CCACHE_NOHASHDIR, 2", "CCACHE_HASHDIR, 1"})
    void whatTheUserSetForCcacheWins(String variable, String value) throws IOException {
        program("ccache", "");
        assertThat(launch("ccache", toolchain(), Map.of(variable, value)).environment())
                .doesNotContainKey("CCACHE_NOHASHDIR")
                .containsEntry("CCACHE_SLOPPINESS", "include_file_ctime,include_file_mtime");
    }

    @Test
    void ccacheIsToldOfTheSeedBesideWhatTheUserTellsItOf() throws IOException {
        program("ccache", "");
        var seed = Optional.of(directory.resolve("seed"));
        assertThat(launch("ccache", toolchain(), seed, Map.of()).environment())
                .containsEntry("CCACHE_EXTRAFILES", directory + "/seed");
        assertThat(launch("ccache", toolchain(), seed, Map.of("CCACHE_EXTRAFILES", "/mine"))
                        .environment())
                .containsEntry("CCACHE_EXTRAFILES", "/mine:" + directory + "/seed");
    }

    @ParameterizedTest
    @CsvSource({"ccache, true", "sccache, false", "ccache sccache, false", "ccache distcc, true"})
    void sccacheDoesNotSeeTheSeed(String launcher, boolean sees) throws IOException {
        for (var name : launcher.split(" ")) {
            program(name, "");
        }
        assertThat(CompilerLauncher.of(Optional.of(launcher), Optional.empty(), host())
                        .orElseThrow()
                        .seesSeeds())
                .isEqualTo(sees);
    }

    private Toolchain toolchain() {
        return Toolchain.of(Arch.X86_64, Optional.empty(), Optional.empty(), MakeFlags.none(), host());
    }

    @Test
    void distccSaysHowManyJobsItsHostsTake() throws IOException {
        var distcc = program("distcc", "echo 'distcc[1] (dcc_trace_version) distcc 3.4' >&2; echo 12")
                .toString();
        assertThat(launch(distcc, toolchain(), Map.of()).argv()).endsWith("-j12");
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
        assertThat(new LauncherStatistics(1, 1).summary()).contains("1 of 2 compiles (50.0 %) were in ccache");
        assertThat(LauncherStatistics.read(directory.resolve("none")).summary()).isEmpty();
    }
}
