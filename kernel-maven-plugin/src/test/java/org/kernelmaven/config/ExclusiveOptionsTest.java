package org.kernelmaven.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kernelmaven.KernelVersion;
import org.kernelmaven.kconfig.Base;
import org.kernelmaven.kconfig.ConfigRequest;
import org.kernelmaven.kconfig.EngineResolver;
import org.kernelmaven.kconfig.StubTree;
import org.kernelmaven.settings.Origin;
import org.kernelmaven.tool.Command;
import org.kernelmaven.tool.CommandRunner;

/** Options that exclude each other give one configuration and one report, in whichever order they are asked for. */
class ExclusiveOptionsTest {

    private final Path directory;

    ExclusiveOptionsTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void membersOfOneChoice() throws IOException {
        var one = outcome("HZ_100", "HZ_250");
        assertThat(one).isEqualTo(outcome("HZ_250", "HZ_100"));
        assertThat(one).last().asString().startsWith("HZ_100 (origin of HZ_100): wanted y, got n");
    }

    @Test
    void optionsThatDependOnTheAbsenceOfEachOther() throws IOException {
        var one = outcome("LEFT", "RIGHT");
        assertThat(one).isEqualTo(outcome("RIGHT", "LEFT"));
        assertThat(one).hasSize(2).last().asString().startsWith("LEFT (origin of LEFT): wanted y, got n");
    }

    /** The configuration, and what the audit says of it. */
    private List<String> outcome(String... options) throws IOException {
        var tree = StubTree.write(directory);
        tree.file(
                "arch/x86/Kconfig",
                """
                config ARCH_OK
                	def_bool y
                config EXPERT
                	def_bool y
                config BUS
                	bool "Bus"
                config LEFT
                	bool "Left"
                	depends on !RIGHT
                config RIGHT
                	bool "Right"
                """);
        var layer = new Layer(
                "x",
                Layer.Rank.PROJECT,
                Arrays.stream(options)
                        .map(name -> Option.of(name, Value.parse("yes"), new Origin("origin of " + name)))
                        .toList());
        var merged = Layers.merge(List.of(layer), new KernelVersion(6, 1, 0, ""), "x86_64");
        var resolution = new EngineResolver(new CommandRunner())
                .resolve(new ConfigRequest(
                        Command.of(tree.build(), "make"),
                        tree.build(),
                        tree.source(),
                        "x86",
                        new Base.Target("stub_defconfig"),
                        merged.assignments(),
                        false,
                        false,
                        false));
        var outcome = new ArrayList<>(List.of(resolution.text()));
        Audit.of(merged, resolution).findings().forEach(finding -> outcome.add(finding.message()));
        return outcome;
    }
}
