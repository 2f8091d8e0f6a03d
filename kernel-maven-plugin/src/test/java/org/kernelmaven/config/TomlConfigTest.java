package org.kernelmaven.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kernelmaven.KernelVersion;
import org.kernelmaven.settings.Problems;

class TomlConfigTest {

    private final Path directory;

    TomlConfigTest(@TempDir Path directory) {
        this.directory = directory;
    }

    private final Problems problems = new Problems();

    @Test
    void readsWhatTheDesignShows() throws IOException {
        var options = read(
                """
                [networking]
                NET   = "yes"
                MPTCP = { value = "yes", when = "[5.6,)" }
                BPF_JIT = { value = "yes", arch = ["x86_64", "arm64"] }
                USB_DEBUG = { value = "no", when = "(,4.18)", optional = true }
                IP_PNP = { value = "yes", force = true }
                OLD_THING = "unset"
                9P_FS = "module?"
                NR_CPUS = 64
                """);
        assertThat(problems.found()).isEmpty();
        assertThat(options)
                .extracting(Option::name)
                .containsExactlyInAnyOrder(
                        "NET", "MPTCP", "BPF_JIT", "USB_DEBUG", "IP_PNP", "OLD_THING", "9P_FS", "NR_CPUS");
        assertThat(option(options, "USB_DEBUG").optional()).isTrue();
        assertThat(option(options, "IP_PNP").forced()).isTrue();
        assertThat(option(options, "OLD_THING").value()).isEqualTo(new Value.Unset());
        assertThat(option(options, "9P_FS").optional()).isTrue();
        assertThat(option(options, "NR_CPUS").value()).isEqualTo(new Value.Text("64"));
        assertThat(option(options, "BPF_JIT").condition().arches()).containsExactlyInAnyOrder("x86_64", "arm64");
        assertThat(option(options, "MPTCP").origin()).hasToString("'" + directory.resolve("t.toml") + "' line 3");
    }

    @Test
    void aListHoldsAlternatives() throws IOException {
        var options = read(
                """
                [x]
                AIO = [
                    { value = "yes", when = "(,6.5)" },
                    { value = "no", when = "[6.5,)" },
                ]
                """);
        var merged = Layers.merge(
                List.of(new Layer("x", Layer.Rank.PROJECT, options)), new KernelVersion(6, 12, 0, ""), "x86_64");
        assertThat(merged.options()).extracting(Option::value).containsExactly(new Value.No());
        assertThat(merged.options().get(0).origin().description()).endsWith("line 4");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "A = { value = 'yes', vhen = '[5,)' }       | unknown key 'vhen' of A. Did you mean 'when'?",
                "A = { when = '[5.6,)' }                     | A has no value",
                "A = true                                    | expected a text or a whole number, found 'true'",
                "A = 1.5                                     | found '1.5'",
                "A = { value = 'yes', optional = 'true' }    | expected true or false in 'optional'",
                "A = { value = 'yes', when = 5 }             | expected a version range in quotes",
                "A = { value = 'yes', when = '[6' }          | '[6' is not a version range",
                "A = { value = 'yes', arch = 'x86_65' }      | unknown arch 'x86_65'. Did you mean 'x86_64'?",
                "A = { value = 'yes', arch = [1] }           | expected a list of texts in 'arch'",
                "A = ''                                      | A has no value",
                "A = []                                      | A has no value",
                "A = ['yes']                                 | a list holds tables",
                "A-B = 'yes'                                 | 'A-B' is no option",
                "A = 'a' 'b'                                 | not TOML",
            })
    void eachMistakeIsNotedWithItsLine(String line, String problem) throws IOException {
        read("[x]\nGOOD = 'yes'\n" + line + "\n");
        assertThat(problems.found())
                .singleElement()
                .asString()
                .contains("'" + directory.resolve("t.toml") + "' line 3: ")
                .contains(problem);
    }

    @Test
    void anOptionOutsideATableIsNoted() throws IOException {
        read("NET = 'yes'\n");
        assertThat(problems.found()).singleElement().asString().contains("line 1: 'NET' stands outside a table");
    }

    @Test
    void anOptionTwiceInATableIsNoted() throws IOException {
        read("[x]\nNET = 'yes'\nNET = 'no'\n");
        assertThat(problems.found())
                .singleElement()
                .asString()
                .contains("line 3")
                .contains("NET");
    }

    @Test
    void anAbsentFileAndADeepOneAreNoted() throws IOException {
        TomlConfig.file(directory.resolve("none.toml"), problems);
        read("[x]\nA = " + "[".repeat(200_000));
        assertThat(problems.found()).hasSize(2);
        assertThat(problems.found().get(0)).contains("there is no such config file");
    }

    private List<Option> read(String text) throws IOException {
        return TomlConfig.file(Files.writeString(directory.resolve("t.toml"), text), problems)
                .options();
    }

    private static Option option(List<Option> options, String name) {
        return options.stream()
                .filter(option -> option.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
