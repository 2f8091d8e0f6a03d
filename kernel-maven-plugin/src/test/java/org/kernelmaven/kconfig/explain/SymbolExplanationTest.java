package org.kernelmaven.kconfig.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kernelmaven.kconfig.DotConfig;
import org.kernelmaven.kconfig.value.ConfigWriter;
import org.kernelmaven.kconfig.value.Configuration;

class SymbolExplanationTest {

    private final MadeUp tree;

    SymbolExplanationTest(@TempDir Path directory) throws IOException {
        tree = MadeUp.in(directory);
    }

    @Test
    void showsEachDependencyWithItsValues() throws IOException {
        var configuration = tree.configuration("CONFIG_EXPERT=y", "# CONFIG_TTY is not set", "CONFIG_KGDB=y");
        assertThat(lines(configuration, Map.of(), "KGDB_CONSOLE"))
                .startsWith(
                        "# CONFIG_KGDB_CONSOLE is not set",
                        "  It is n, because it depends on TTY [=n], HW_CONSOLE [=n].")
                .contains(
                        "  type         tristate",
                        "  prompt       \"Debugger on a console\"",
                        "  depends on   KGDB [=y]",
                        "               TTY [=n] (unmet)",
                        "               HW_CONSOLE [=n] (unmet)")
                .anyMatch(line -> line.matches("  defined      Kconfig:\\d+"));
    }

    @Test
    void followsAChainToItsBeginning() throws IOException {
        var configuration = tree.configuration("CONFIG_EXPERT=y", "# CONFIG_TTY is not set");
        assertThat(reason(configuration, Map.of("TTY", "'net.toml' line 12"), "HW_CONSOLE"))
                .isEqualTo("n, because it depends on VT, which is n, because it depends on TTY, which is n,"
                        + " because n was asked for ('net.toml' line 12)");
    }

    @Test
    void namesTheMemberOfAChoiceThatIsPicked() throws IOException {
        assertThat(reason(tree.configuration(), Map.of(), "UNWINDER_FRAME_POINTER"))
                .matches("n, because of its choice \\(Kconfig:\\d+\\) UNWINDER_ORC is picked");
        assertThat(lines(tree.configuration(), Map.of(), "UNWINDER_ORC"))
                .anyMatch(line -> line.startsWith("  choice       \"Unwinder\" (Kconfig:"))
                .anyMatch(line -> line.contains("UNWINDER_ORC [=y], UNWINDER_FRAME_POINTER [=n]"));
    }

    @Test
    void namesWhatSelects() throws IOException {
        var configuration = tree.configuration("CONFIG_FS=m", "CONFIG_ARCHIVER=y");
        assertThat(reason(configuration, Map.of(), "CRC"))
                .matches("y, because it is selected by ARCHIVER \\[=y] \\(Kconfig:\\d+\\)");
        assertThat(lines(configuration, Map.of(), "CRC"))
                .anyMatch(line -> line.matches("  selected by  FS \\[=m] \\(Kconfig:\\d+\\)"));
    }

    @Test
    void saysThatADependencyLimitsToAModule() throws IOException {
        var configuration =
                Asked.again(tree.configuration("CONFIG_SUBSYSTEM=m", "CONFIG_DRIVER=m"), Map.of("DRIVER", "y"));
        assertThat(reason(configuration, Map.of("DRIVER", "here"), "DRIVER"))
                .startsWith(
                        "m, because y was asked for (here), but it can be m at most: it depends on SUBSYSTEM, which is m");
    }

    @Test
    void marksTheDefaultAndTheRangeThatHold() throws IOException {
        assertThat(lines(tree.configuration("CONFIG_OFFSTACK=y"), Map.of(), "CPUS_END"))
                .anyMatch(line -> line.matches("  default      8192 if OFFSTACK \\[=y] \\(Kconfig:\\d+\\) <- holds"))
                .anyMatch(line -> line.matches(" +512 \\(Kconfig:\\d+\\)"));
        assertThat(lines(tree.configuration(), Map.of(), "CPUS"))
                .anyMatch(line -> line.matches("  range        2 to CPUS_END \\[=512] \\(Kconfig:\\d+\\) <- holds"));
    }

    @Test
    void saysWhichOtherFileDefinesAnUnknownSymbol() throws IOException {
        assertThat(unknown("OTHER_ONLY"))
                .containsExactly(
                        "OTHER_ONLY is defined by no Kconfig file that this architecture reads.",
                        "  elsewhere    arch/other/Kconfig:2");
    }

    @Test
    void suggestsWhatAMisspeltNameMayMean() throws IOException {
        assertThat(unknown("FRAME_POINTR")).last().asString().contains("Did you mean FRAME_POINTER");
        assertThat(unknown("ZZZZZZZZZZZZZZZZZZZZZ")).last().asString().contains("no name is like it");
        assertThat(unknown("NO_SUCH_THING")).last().asString().contains("Conditions of others name it");
    }

    @Test
    void comparesConfigurationsAndSaysWhy() throws IOException {
        var before = tree.configuration("CONFIG_EXPERT=y", "CONFIG_KGDB=y", "CONFIG_KGDB_CONSOLE=m");
        var after = tree.configuration("CONFIG_EXPERT=y", "CONFIG_KGDB=y", "# CONFIG_TTY is not set", "CONFIG_FS=m");
        var comparison = ConfigComparison.of(config(before), config(after));
        var lines = comparison.lines(Optional.of(new ConfigComparison.Model(after, Map.of("FS", "net.toml"))));
        assertThat(lines)
                .contains("  FS n -> m: m was asked for (net.toml)")
                .anyMatch(line -> line.startsWith("  CRC n -> m: it is selected by FS [=m]"))
                .anyMatch(line -> line.startsWith("  KGDB_CONSOLE was m: it depends on TTY [=n], HW_CONSOLE [=n]"))
                .anyMatch(line -> line.startsWith("gone: "));
        assertThat(ConfigComparison.of(config(before), config(before)).lines(Optional.empty()))
                .containsExactly("The two configurations are the same.");
    }

    private List<String> unknown(String name) throws IOException {
        return new UnknownSymbol(tree.kconfig(), tree.tree()).lines(name);
    }

    private static DotConfig config(Configuration configuration) {
        return DotConfig.parse(ConfigWriter.dotConfig(configuration), "config");
    }

    private static List<String> lines(Configuration configuration, Map<String, String> origins, String name) {
        return SymbolExplanation.lines(configuration, origins, MadeUp.symbol(configuration, name));
    }

    private static String reason(Configuration configuration, Map<String, String> origins, String name) {
        return SymbolExplanation.reason(configuration, origins, MadeUp.symbol(configuration, name));
    }
}
