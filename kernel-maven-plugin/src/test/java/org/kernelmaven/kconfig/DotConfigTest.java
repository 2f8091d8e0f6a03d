package org.kernelmaven.kconfig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kernelmaven.UserException;

class DotConfigTest {

    private final Path directory;

    DotConfigTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void readsEveryKindOfLine() {
        var config = DotConfig.parse(
                """
                #
                # Automatically generated file; DO NOT EDIT.
                #
                CONFIG_A=y
                CONFIG_9P_FS=m
                # CONFIG_B is not set
                CONFIG_NR_CPUS=64
                CONFIG_NEG=-1
                CONFIG_START=0x1000000

                CONFIG_TEXT="a \\"b\\" \\\\ # c"
                CONFIG_EMPTY=""
                """,
                "x");
        assertThat(config.values())
                .containsEntry("A", ConfigValue.Tristate.Y)
                .containsEntry("9P_FS", ConfigValue.Tristate.M)
                .containsEntry("B", ConfigValue.Tristate.N)
                .containsEntry("NR_CPUS", new ConfigValue.Numeral("64"))
                .containsEntry("NEG", new ConfigValue.Numeral("-1"))
                .containsEntry("START", new ConfigValue.Numeral("0x1000000"))
                .containsEntry("TEXT", new ConfigValue.Text("a \"b\" \\ # c"))
                .containsEntry("EMPTY", new ConfigValue.Text(""))
                .hasSize(8);
    }

    @Test
    void writesWhatItRead() {
        var text = "CONFIG_A=y\n# CONFIG_B is not set\nCONFIG_T=\"a \\\"b\\\" \\\\\"\nCONFIG_H=0x10\n";
        assertThat(DotConfig.parse(text, "x").text()).isEqualTo(text);
    }

    @Test
    void namesEveryWrongLine() {
        assertThatThrownBy(() -> DotConfig.parse("CONFIG_A=y\nnonsense\nCONFIG_B=foo\nCONFIG_C=\"a\n", "'f.config'"))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("'f.config' line 2: expected CONFIG_NAME=VALUE")
                .hasMessageContaining("'f.config' line 3: 'foo' is no value")
                .hasMessageContaining("'f.config' line 4");
    }

    @Test
    void refusesTwoValuesForOneSymbol() {
        assertThatThrownBy(() -> DotConfig.parse("CONFIG_A=y\n\n# CONFIG_A is not set\n", "f"))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("f line 3: CONFIG_A was y on line 1 and is n here");
    }

    @Test
    void saysThatAFileIsAbsent() {
        assertThatThrownBy(() -> DotConfig.read(directory.resolve("none")))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("There is no config file");
    }

    @Test
    void refusesAFileThatIsNoText() throws IOException {
        var file = Files.write(directory.resolve("b"), "CONFIG_A=\"\u00e4\"\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> DotConfig.read(file))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("UTF-8");
    }

    @Test
    void refusesAFileThatIsTooLarge() throws IOException {
        var file = directory.resolve("large");
        try (var channel = java.nio.channels.FileChannel.open(
                file, java.nio.file.StandardOpenOption.CREATE, java.nio.file.StandardOpenOption.WRITE)) {
            channel.write(java.nio.ByteBuffer.wrap(new byte[] {'#'}), DotConfig.MAX_BYTES);
        }
        assertThatThrownBy(() -> DotConfig.read(file))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("at most");
    }

    @Test
    void aLongTextDoesNotOverflowTheStack() {
        var text = "x\\\\".repeat(200_000);
        assertThat(DotConfig.parse("CONFIG_A=\"" + text + "\"", "f").get("A")).isPresent();
    }
}
