package org.kernelmaven.kconfig;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kernelmaven.tool.Command;
import org.kernelmaven.tool.CommandRunner;
import org.kernelmaven.tool.SearchPath;

class BuiltinsTest {

    private static final String PATH = "/usr/bin:/bin";

    private final Builtins builtins = new Builtins(SearchPath.of(Map.of("PATH", PATH)));

    private static String question(String test) {
        return "{ " + test + "; } >/dev/null 2>&1 && echo \"y\" || echo \"n\"";
    }

    private static String shell(String command) throws IOException {
        return new CommandRunner(Map.of("PATH", PATH))
                .run(Command.of(Path.of("/"), List.of("/bin/sh", "-c", command)))
                .output();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "test \"GCC\" = GCC",
                "test \"GCC\" = Clang",
                "test \"\" = GCC",
                "test \"\" != \"\"",
                "test -z = -z",
                "test -f != -f",
                "test -z \"\"",
                "test -z \"GCC 120200\"",
                "test -n \"\"",
                "test -n \"-z\"",
                "command -v sh"
            })
    void answersAsTheShellDoes(String test) throws IOException {
        assertThat(builtins.answer(question(test))).contains(shell(question(test)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "set -- GCC 120200 && echo $1",
                "set -- GCC 120200 && echo $2",
                "set -- GCC 120200 && echo $3",
                "set -- -m32 x && echo $1",
                "{ test a = a; } >/dev/null 2>&1 && echo \"-m64\" || echo \"\"",
                "{ test a = b; } >/dev/null 2>&1 && echo \"-m64\" || echo \"\""
            })
    void printsAsTheShellDoes(String command) throws IOException {
        assertThat(builtins.answer(command)).contains(shell(command));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "test \"$(date)\" = x",
                "test \"`date`\" = x",
                "test \"a\" = b; touch marked",
                "test a = b && true",
                "test \\( = b",
                "test a = *",
                "test a = ~",
                "test -z \"$HOME\"",
                "test -e /dev/null",
                "command -v no-such-program",
                "command -v cd",
                "true"
            })
    void leavesTheRestToAShell(String test) {
        assertThat(builtins.answer(question(test))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "set -- -n x && echo $1",
                "set -- -e x && echo $1",
                "set -- $HOME && echo $1",
                "set -- a b && echo $0",
                "set -- a b && echo $1 $2",
                "gcc --version"
            })
    void leavesWhatEchoOrTheShellWouldChange(String command) {
        assertThat(builtins.answer(command)).isEmpty();
    }

    @Test
    void aFolderIsNoProgram(@TempDir Path path) throws IOException {
        Files.createDirectory(path.resolve("tool"));

        assertThat(new Builtins(new SearchPath(List.of(path))).answer(question("command -v tool")))
                .isEmpty();
    }
}
