package org.kernelmaven.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kernelmaven.settings.Origin;
import org.kernelmaven.settings.Problems;

class FragmentTest {

    private final Path directory;

    FragmentTest(@TempDir Path directory) {
        this.directory = directory;
    }

    private final Problems problems = new Problems();

    @Test
    void readsDotConfigLinesAndPlainOnes() {
        var options = Fragment.text(
                        """
                        # a comment
                        CONFIG_A=y
                        # CONFIG_B is not set
                        C m
                        D? n
                        E yes?
                        CONFIG_F="a \\"b\\""
                        G 0x10
                        CONFIG_H=unset
                        """,
                        Origin.parameter("extraConfig"),
                        problems)
                .options();
        assertThat(problems.found()).isEmpty();
        assertThat(options)
                .extracting(option -> option.name() + " " + option.value() + (option.optional() ? " ?" : ""))
                .containsExactly(
                        "A yes", "B no", "C module", "D no ?", "E yes ?", "F \"a \"b\"\"", "G \"0x10\"", "H unset");
        assertThat(options.get(2).origin()).hasToString("parameter <extraConfig> line 4");
    }

    @Test
    void everyWrongLineOfAFileIsNoted() throws IOException {
        var file = Files.writeString(directory.resolve("f.config"), "A\nCONFIG_B=y\nfoo-bar y\nCONFIG_C=\n");
        Fragment.file(file, problems);
        assertThat(problems.found())
                .hasSize(3)
                .allMatch(problem -> problem.startsWith("'" + file + "' line ") && problem.contains("expected"));
    }

    @Test
    void anAbsentFileIsNoted() throws IOException {
        Fragment.file(directory.resolve("none"), problems);
        assertThat(problems.found()).singleElement().asString().contains("no such config fragment");
    }

    @Test
    void commandLineOptionsAreUserPropertiesWithAPrefix() {
        var layer = CommandLine.read(
                Map.of("kernel.config.KGDB", "yes", "kernel.config.CONFIG_USB", "m?", "other", "x"), problems);
        assertThat(layer.rank()).isEqualTo(Layer.Rank.COMMAND_LINE);
        assertThat(layer.options()).extracting(Option::name).containsExactly("KGDB", "USB");
        assertThat(layer.options().get(0).origin()).hasToString("-Dkernel.config.KGDB");
        assertThat(problems.found()).isEmpty();
    }

    @Test
    void aCommandLineOptionGivenTwiceIsNoted() {
        CommandLine.read(Map.of("kernel.config.KGDB", "yes", "kernel.config.CONFIG_KGDB", "no"), problems);
        assertThat(problems.found()).singleElement().asString().contains("KGDB is given twice");
    }
}
