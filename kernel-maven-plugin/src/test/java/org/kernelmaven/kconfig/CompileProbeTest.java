package org.kernelmaven.kconfig;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kernelmaven.tool.Command;
import org.kernelmaven.tool.CommandRunner;
import org.kernelmaven.tool.SearchPath;

/** A compiler that takes every flag but {@code -fno-such}, and writes its output and one file more. */
class CompileProbeTest {

    private static final String COMPILER =
            """
            #!/bin/sh
            echo "$*" >>arguments
            for last; do case $last in -fno-such) exit 1 ;; esac; done
            echo compiled >"$last" && echo debug >"${last%.o}.dwo"
            """;

    @TempDir
    Path directory;

    private Map<String, String> environment = Map.of();

    @BeforeEach
    void installCompiler() throws IOException {
        var programs = Files.createDirectory(directory.resolve("programs"));
        Files.writeString(programs.resolve("cc"), COMPILER);
        Files.setPosixFilePermissions(programs.resolve("cc"), PosixFilePermissions.fromString("rwxr-xr-x"));
        environment = Map.of("PATH", programs + ":/usr/bin:/bin");
    }

    private static String option(String compilerAndFlags) {
        return "{ trap \"rm -rf .tmp_$$\" EXIT; mkdir .tmp_$$; " + compilerAndFlags
                + " -c -x c /dev/null -o .tmp_$$/tmp.o; } >/dev/null 2>&1 && echo \"y\" || echo \"n\"";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cc -Werror  -mrecord-mcount",
                "cc -Werror -fno-such",
                "cc -Werror -Wa,-march=all -D__SIZEOF_INT128__=0 --param x=1",
                "programs/cc -fsomething",
                "programs/none -fsomething"
            })
    void answersAsTheShellDoes(String compilerAndFlags) throws IOException {
        var command = option(compilerAndFlags);
        var said = new CommandRunner(environment).run(Command.of(directory, "sh", "-c", command));
        try (var probes = new Probes(directory, environment, null, 2)) {
            assertThat(probes.answer(command)).isEqualTo(said.output().strip());
        }
    }

    @Test
    void theCompilerRunsInTheDirectoryAndLeavesNothingThere() throws IOException {
        var command = option("cc -Werror -fthis");
        try (var probes = new Probes(directory, environment, null, 2)) {
            assertThat(probes.answer(command)).isEqualTo("y");
        }
        assertThat(Files.readString(directory.resolve("arguments")))
                .matches("-Werror -fthis -c -x c /dev/null -o \\.tmp_\\d+/tmp\\.o\n");
        try (var left = Files.list(directory)) {
            assertThat(left.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("programs", "arguments");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "none -Werror",
                "cc -D'A=\"b\"'",
                "cc $HOME",
                "cc ~/a",
                "cc *",
                "cc `date`",
                "cc -a; cc -b",
                "cc -a | cat",
                "CC=a cc -b"
            })
    void leavesWhatIsNotPlainToAShell(String compilerAndFlags) {
        assertThat(CompileProbe.of(option(compilerAndFlags), SearchPath.of(environment)))
                .isEmpty();
    }

    @Test
    void leavesOtherQuestionsToAShell() {
        var path = SearchPath.of(environment);
        assertThat(CompileProbe.of(option("cc").replace("EXIT", "INT"), path)).isEmpty();
        assertThat(CompileProbe.of(option("cc").replace("\"n\"", "\"x\""), path))
                .isEmpty();
        assertThat(CompileProbe.of(option("cc").replace("-o .tmp_$$/tmp.o", "-o /dev/null"), path))
                .isEmpty();
    }
}
