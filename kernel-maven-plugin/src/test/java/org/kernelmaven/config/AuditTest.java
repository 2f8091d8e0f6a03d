package org.kernelmaven.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kernelmaven.KernelVersion;
import org.kernelmaven.UserException;
import org.kernelmaven.kconfig.DotConfig;
import org.kernelmaven.kconfig.KconfigLoader;
import org.kernelmaven.kconfig.Resolution;
import org.kernelmaven.kconfig.StubTree;
import org.kernelmaven.kconfig.Symbols;
import org.kernelmaven.kconfig.value.ConfigReader;
import org.kernelmaven.kconfig.value.Configuration;
import org.kernelmaven.settings.Origin;

class AuditTest {

    private final Path directory;

    AuditTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void findsNothingWhereAllHolds() throws IOException {
        assertThat(audit(Layer.Rank.PROJECT, "MODULES=yes", "NET=no", "HZ_250=yes", "NR_CPUS=64")
                        .findings())
                .isEmpty();
    }

    @Test
    void reportsAllErrorsAtOnceSortedWithTheirOrigins() throws IOException {
        var audit = audit(Layer.Rank.PROJECT, "NIC=module", "BUS=yes", "MODULE=yes", "MODULES=module", "NR_CPUS=9999");
        assertThatThrownBy(() -> audit.report(false))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("5 options do not hold")
                .hasMessageContaining(
                        "MODULE (origin of MODULE): this kernel has no such option. Did you mean 'MODULES'?")
                .hasMessageContaining(
                        "MODULES (origin of MODULES): wrong type: it is a bool (y or n), which cannot be m")
                .hasMessageContaining("NIC (origin of NIC): wanted m, got n")
                .hasMessageContaining("it depends on ")
                .hasMessageContaining("NR_CPUS (origin of NR_CPUS): wanted \"9999\", got 64")
                .hasMessageContaining("range 2 to 512")
                .hasMessageContaining("ignoreConfigErrors");
        assertThat(audit.findings())
                .extracting(finding -> finding.option().name())
                .containsExactly("BUS", "MODULE", "MODULES", "NIC", "NR_CPUS");
    }

    @Test
    void saysWhatDecidesASymbolWithoutPrompt() throws IOException {
        assertThat(audit(Layer.Rank.PROJECT, "HIDDEN=yes").findings())
                .singleElement()
                .extracting(Audit.Finding::message)
                .asString()
                .contains("no prompt")
                .contains("NET")
                .contains("defined at Kconfig:");
    }

    @Test
    void ignoredErrorsAndOptionalOptionsDoNotFail() throws IOException {
        assertThatCode(() -> audit(Layer.Rank.PROJECT, "NIC=module").report(true))
                .doesNotThrowAnyException();
        var optional = audit(Layer.Rank.PROJECT, "NONE=yes?", "NIC=module?");
        assertThatCode(() -> optional.report(false)).doesNotThrowAnyException();
        assertThat(optional.of(Audit.Severity.NOTE)).hasSize(2);
    }

    @Test
    void theCommonConfigOnlyWarns() throws IOException {
        var audit = audit(Layer.Rank.COMMON, "NIC=module");
        assertThatCode(() -> audit.report(false)).doesNotThrowAnyException();
        assertThat(audit.of(Audit.Severity.WARNING)).hasSize(1);
    }

    @Test
    void aFragmentOfTheDifferenceHoldsWhatTheUserChangedOnly() throws IOException {
        var before = DotConfig.parse("CONFIG_NET=y\nCONFIG_NIC=m\nCONFIG_HIDDEN=y\nCONFIG_NAME=\"a\"\n", "x");
        var after = DotConfig.parse(
                "# CONFIG_NET is not set\nCONFIG_BUS=y\nCONFIG_NAME=\"b\"\n# CONFIG_NIC_B is not set\n", "y");
        assertThat(ConfigDiff.fragment(before, after, symbols()))
                .isEqualTo("CONFIG_BUS=y\nCONFIG_NAME=\"b\"\n# CONFIG_NET is not set\n");
    }

    private Audit audit(Layer.Rank rank, String... options) throws IOException {
        var config = DotConfig.parse(
                "CONFIG_ARCH_OK=y\nCONFIG_MODULES=y\nCONFIG_HZ_250=y\nCONFIG_NR_CPUS=64\n# CONFIG_BUS is not set\n",
                "x");
        var layer = new Layer(
                "x",
                rank,
                Arrays.stream(options)
                        .map(text -> {
                            var parts = text.split("=");
                            return new Option(
                                    parts[0],
                                    Value.parse(parts[1].replace("?", "")),
                                    parts[1].endsWith("?"),
                                    false,
                                    Condition.ALWAYS,
                                    new Origin("origin of " + parts[0]));
                        })
                        .toList());
        var merged = Layers.merge(List.of(layer), new KernelVersion(6, 1, 0, ""), "x86_64");
        var tree = StubTree.write(directory);
        var kconfig = new KconfigLoader(tree.source(), tree.build(), Map.of("SRCARCH", "x86"), false).load();
        var configuration = new Configuration(kconfig);
        ConfigReader.read(configuration, config.text(), ".config", false);
        return Audit.of(merged, new Resolution(config, config.text(), symbols(), List.of(), configuration));
    }

    private Symbols symbols() throws IOException {
        return Symbols.scan(StubTree.write(directory).source(), "x86");
    }
}
