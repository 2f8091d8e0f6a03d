package org.kernelmaven.kconfig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kernelmaven.UserException;
import org.kernelmaven.kconfig.language.Kconfig;
import org.kernelmaven.kconfig.language.KconfigException;
import org.kernelmaven.kconfig.value.Configuration;

class KconfigLoaderTest {

    private static final String QUESTION = "{ $(CC) --can-do; } >/dev/null 2>&1 && echo \"y\" || echo \"n\"";

    @TempDir
    Path directory;

    private Path tree;
    private Path cache;
    private Path compiler;
    private final Map<String, String> environment = new TreeMap<>();

    @BeforeEach
    void makeTree() throws IOException {
        tree = Files.createDirectories(directory.resolve("tree"));
        cache = directory.resolve("cache");
        Files.createDirectories(tree.resolve("scripts"));
        Files.writeString(
                tree.resolve("Kconfig"),
                "config CAN\n\tdef_bool $(shell," + QUESTION + ")\n"
                        + "config TEXT\n\tstring\n\tdefault \"$(shell,$(srctree)/scripts/first.sh)\"\n");
        script(tree.resolve("scripts/first.sh"), "echo called >>" + log() + "; . $(dirname $0)/second.sh");
        script(tree.resolve("scripts/second.sh"), "echo one");
        compiler = Files.createDirectories(directory.resolve("bin")).resolve("cc");
        script(compiler, "echo called >>" + log() + "; exit 0");
        environment.putAll(
                Map.of("CC", "cc", "srctree", tree.toString(), "PATH", compiler.getParent() + ":/usr/bin:/bin"));
    }

    private static void script(Path file, String text) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + text + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Path log() {
        return directory.resolve("log");
    }

    private int calls() throws IOException {
        return Files.exists(log()) ? Files.readAllLines(log()).size() : 0;
    }

    private Kconfig load() throws IOException {
        return new KconfigLoader(tree, tree, environment, true, cache).load();
    }

    private String value(String name) throws IOException {
        var kconfig = load();
        return new Configuration(kconfig).text(kconfig.find(name).orElseThrow());
    }

    @Test
    void answersOfToolsAreValues() throws IOException {
        assertThat(value("CAN")).isEqualTo("y");
        assertThat(value("TEXT")).isEqualTo("one");
    }

    @Test
    void theAnswerOfAKilledProbeIsNotKept() throws IOException {
        script(tree.resolve("scripts/first.sh"), "echo wrong; kill -9 $$");
        assertThatThrownBy(() -> value("TEXT"))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("Signal 9 ended");

        script(tree.resolve("scripts/first.sh"), "echo one");
        assertThat(value("TEXT")).isEqualTo("one");
    }

    @Test
    void aToolThatCannotIsNo() throws IOException {
        script(compiler, "exit 1");

        assertThat(value("CAN")).isEqualTo("n");
    }

    @Test
    void whatATextDependsOnIsWaitedFor() throws IOException {
        script(compiler, "exit 1");
        Files.writeString(tree.resolve("Kconfig"), "$(error-if,$(shell," + QUESTION + "),it can)\nconfig A\n\tbool\n");

        assertThat(load().find("A")).isPresent();
    }

    @Test
    void theSecondTimeNothingIsRun() throws IOException {
        load();
        var calls = calls();
        load();

        assertThat(calls).isEqualTo(2);
        assertThat(calls()).isEqualTo(2);
    }

    @Test
    void aChangedCompilerIsAskedAgain() throws IOException {
        load();
        script(compiler, "exit 1 # changed");

        assertThat(value("CAN")).isEqualTo("n");
    }

    @Test
    void aCompilerOfAnotherTimeIsAskedAgain() throws IOException {
        load();
        Files.setLastModifiedTime(compiler, FileTime.fromMillis(1_000_000));
        load();

        assertThat(calls()).isEqualTo(4);
    }

    @Test
    void anotherCompilerEarlierOnThePathIsAskedAgain() throws IOException {
        load();
        script(Files.createDirectories(directory.resolve("first")).resolve("cc"), "exit 1");
        environment.put("PATH", directory.resolve("first") + ":" + environment.get("PATH"));

        assertThat(value("CAN")).isEqualTo("n");
    }

    @Test
    void aChangedVariableIsAskedForAgain() throws IOException {
        load();
        environment.put("CFLAGS", "-O2");
        load();

        assertThat(calls()).isEqualTo(4);
    }

    @Test
    void aChangedScriptOfTheTreeIsRunAgain() throws IOException {
        load();
        script(tree.resolve("scripts/second.sh"), "echo two");

        assertThat(value("TEXT")).isEqualTo("two");
    }

    @Test
    void anotherViewOfTheSameTreeHasTheSameAnswers() throws IOException {
        load();
        var other = directory.resolve("other");
        Files.createDirectories(other.resolve("scripts"));
        for (var file : List.of("Kconfig", "scripts/first.sh", "scripts/second.sh")) {
            Files.copy(tree.resolve(file), other.resolve(file));
        }
        environment.put("srctree", other.toString());
        new KconfigLoader(other, other, environment, true, cache).load();

        assertThat(calls()).isEqualTo(2);
    }

    @Test
    void aBrokenCacheIsNone() throws IOException {
        load();
        try (var files = Files.list(cache)) {
            for (var file : files.toList()) {
                var bytes = Files.readAllBytes(file);
                bytes[bytes.length / 2] ^= 1;
                Files.write(file, bytes);
            }
        }

        assertThat(value("CAN")).isEqualTo("y");
        assertThat(calls()).isEqualTo(4);
    }

    @Test
    void aTruncatedCacheIsNone() throws IOException {
        load();
        try (var files = Files.list(cache)) {
            for (var file : files.toList()) {
                var text = Files.readString(file);
                Files.writeString(file, text.substring(0, text.indexOf('\n') + 1));
            }
        }

        assertThat(value("TEXT")).isEqualTo("one");
        assertThat(calls()).isEqualTo(4);
    }

    @Test
    void aCacheThatCannotBeWrittenFailsNothing() throws IOException {
        Files.createFile(cache);

        assertThat(value("CAN")).isEqualTo("y");
    }

    @Test
    void nothingIsRunWhereProbesAreTurnedOff() throws IOException {
        new KconfigLoader(tree, tree, environment, false).load();
        assertThat(calls()).isZero();
    }

    @Test
    void aFileOutsideOfTheTreeIsNotRead() throws IOException {
        Files.writeString(directory.resolve("Kconfig.evil"), "config X\n\tdef_bool $(shell," + QUESTION + ")\n");
        Files.createSymbolicLink(tree.resolve("Kconfig.link"), directory.resolve("Kconfig.evil"));
        Files.createSymbolicLink(tree.resolve("linked"), directory);
        for (var name : List.of("../Kconfig.evil", "Kconfig.link", "linked/Kconfig.evil")) {
            Files.writeString(tree.resolve("Kconfig"), "source \"" + name + "\"\n");

            assertThatThrownBy(this::load).isInstanceOf(KconfigException.class).hasMessageContaining("Kconfig:1");
        }
        assertThat(calls()).isZero();
    }

    @Test
    void aLinkWithinTheTreeIsFollowed() throws IOException {
        Files.writeString(tree.resolve("Kconfig.real"), "config REAL\n\tbool\n");
        Files.createSymbolicLink(tree.resolve("Kconfig.link"), Path.of("Kconfig.real"));
        Files.writeString(tree.resolve("Kconfig"), "source \"Kconfig.link\"\n");

        assertThat(load().find("REAL")).isPresent();
    }

    @Test
    void linesOfAnAnswerAreJoined() throws IOException {
        Files.writeString(
                tree.resolve("Kconfig"),
                "config TEXT\n\tstring\n\tdefault \"$(shell,printf 'a  \\nb\\n\\n'; echo lost >&2)\"\n");

        assertThat(value("TEXT")).isEqualTo("a   b");
    }

    @Test
    void muchOutputIsCut() throws IOException {
        Files.writeString(
                tree.resolve("Kconfig"),
                "config TEXT\n\tstring\n\tdefault \"$(shell,yes | head -c 300000 | tr -d '\\n')\"\n");

        assertThat(value("TEXT").getBytes(StandardCharsets.UTF_8).length).isBetween(1_000, 4_095);
    }
}
