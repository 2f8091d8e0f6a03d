package org.kernelmaven.kconfig;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kernelmaven.kconfig.ConfigValue.Tristate;
import org.kernelmaven.tool.Command;
import org.kernelmaven.tool.CommandRunner;

/** The tristates of one model, in the order of the files and in others. */
class AutoModulesTest {

    private static final List<String> ENTRIES = List.of(
            """
            config MODULES
            	bool "Modules"
            	modules
            	default y
            """,
            """
            config FREE
            	tristate "Free"
            """,
            """
            config BEHIND
            	tristate "Behind a module"
            	depends on FREE
            """,
            """
            config BY_DEFAULT
            	tristate "Built in by default, where FREE is on"
            	default y
            	depends on FREE != n
            """,
            """
            config BASE
            	tristate "Base"
            	default y
            """,
            """
            config BUS
            	tristate "Bus"
            	default y
            	depends on BASE
            """,
            """
            config UNRELATED
            	tristate "Built in, and nobody needs it so"
            	default y
            """,
            """
            config DRIVER
            	bool "Needs the bus built in"
            	depends on HELPER = y
            """,
            """
            config HELPER
            	def_tristate BUS
            """,
            """
            config RIVAL
            	tristate "Rival"
            """,
            """
            config ALONE
            	bool "Cannot be beside a rival"
            	depends on !RIVAL
            """,
            """
            config LATE
            	tristate "Shown where nothing rivals"
            	depends on RIVAL = n
            """,
            """
            config SELECTED
            	tristate "Selected"
            """,
            """
            config SELECTOR
            	bool "Selects"
            	default y
            	select SELECTED
            """,
            """
            choice
            	prompt "Choice"
            config LEFT
            	bool "Left"
            config RIGHT
            	bool "Right"
            endchoice
            """);

    private final Path directory;

    AutoModulesTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void allVisibleTristatesBecomeModulesAlsoBehindOthers() throws IOException {
        var config = resolve(ENTRIES, false);
        assertThat(config.values())
                .containsEntry("FREE", Tristate.M)
                .containsEntry("BEHIND", Tristate.M)
                .containsEntry("BY_DEFAULT", Tristate.M)
                .containsEntry("UNRELATED", Tristate.M)
                .containsEntry("BUS", Tristate.M)
                .containsEntry("RIVAL", Tristate.M)
                .containsEntry("SELECTED", Tristate.Y);
        assertThat(config.get("LATE")).isEmpty();
    }

    @Test
    void whatARequestedOptionNeedsKeepsWhatItHadAndNothingElseDoes() throws IOException {
        var config = resolve(ENTRIES, false, yes("DRIVER"));
        assertThat(config.values())
                .containsEntry("DRIVER", Tristate.Y)
                .containsEntry("BUS", Tristate.Y)
                .containsEntry("BASE", Tristate.Y)
                .containsEntry("UNRELATED", Tristate.M)
                .containsEntry("FREE", Tristate.M);
    }

    @Test
    void aModuleThatWouldHideARequestedOptionStaysOff() throws IOException {
        // A bool that depends on !RIVAL is there beside a module, for !m is m.
        var entries = new ArrayList<>(ENTRIES);
        entries.replaceAll(entry -> entry.replace("depends on !RIVAL", "depends on RIVAL = n"));
        var config = resolve(entries, false, yes("ALONE"));
        assertThat(config.values())
                .containsEntry("ALONE", Tristate.Y)
                .containsEntry("RIVAL", Tristate.N)
                .containsEntry("LATE", Tristate.M)
                .containsEntry("FREE", Tristate.M);
    }

    @Test
    void preferBuiltinKeepsWhatIsBuiltInByDefaultAlsoWhereAModuleShowsIt() throws IOException {
        assertThat(resolve(ENTRIES, true).values())
                .containsEntry("UNRELATED", Tristate.Y)
                .containsEntry("BUS", Tristate.Y)
                .containsEntry("BY_DEFAULT", Tristate.Y)
                .containsEntry("FREE", Tristate.M);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void theOrderOfFilesAndOptionsPlaysNoPart(long seed) throws IOException {
        var random = new Random(seed);
        var shuffled = new ArrayList<>(ENTRIES);
        Collections.shuffle(shuffled, random);
        var options = new ArrayList<>(
                List.of(yes("DRIVER"), yes("ALONE"), yes("RIGHT"), new Assignment("SELECTED", Tristate.M)));
        var plain = options.toArray(Assignment[]::new);
        Collections.shuffle(options, random);
        var other = options.toArray(Assignment[]::new);
        assertThat(resolve(shuffled, false, other).values())
                .containsExactlyInAnyOrderEntriesOf(
                        resolve(ENTRIES, false, plain).values());
        assertThat(resolve(shuffled, true, other).values())
                .containsExactlyInAnyOrderEntriesOf(
                        resolve(ENTRIES, true, plain).values());
    }

    @Test
    void membersOfATristateChoiceBecomeModulesWhereNoneIsBuiltIn() throws IOException {
        // Tristate choices are gone since 6.11; this is how a tree from before looks.
        Files.createDirectories(directory.resolve("scripts/kconfig"));
        Files.writeString(directory.resolve("scripts/kconfig/expr.h"), "/* no members */\n");
        var entries = new ArrayList<>(ENTRIES.subList(0, 2));
        entries.add(
                """
                choice
                	prompt "Choice"
                	depends on FREE
                config LEFT
                	tristate "Left"
                config RIGHT
                	tristate "Right"
                endchoice
                """);
        assertThat(resolve(entries, false).values())
                .containsEntry("LEFT", Tristate.M)
                .containsEntry("RIGHT", Tristate.M);
        entries.set(2, entries.get(2).replace("depends on FREE", "depends on MODULES"));
        assertThat(resolve(entries, false, yes("LEFT")).values())
                .containsEntry("LEFT", Tristate.Y)
                .containsEntry("RIGHT", Tristate.N);
    }

    @Test
    void aChainOfModulesEnds() throws IOException {
        var entries = new ArrayList<String>();
        entries.add(ENTRIES.get(0));
        for (var i = 0; i < 40; i++) {
            entries.add("config C%d\n\ttristate \"C\"\n\tdefault y\n\tdepends on %s\n"
                    .formatted(i, i == 0 ? "y" : "C" + (i - 1) + " = y"));
        }
        assertThat(resolve(entries, false, yes("C39")).values().values()).doesNotContain(Tristate.M);
        assertThat(resolve(entries, false).values()).containsEntry("C0", Tristate.M);
    }

    private static Assignment yes(String name) {
        return new Assignment(name, Tristate.Y);
    }

    private DotConfig resolve(List<String> entries, boolean preferBuiltin, Assignment... options) throws IOException {
        Files.writeString(directory.resolve("Kconfig"), String.join("", entries));
        var build = Files.createDirectories(directory.resolve("build"));
        var request = new ConfigRequest(
                Command.of(build, "make"),
                build,
                directory,
                "x86",
                new Base.Target("alldefconfig"),
                List.of(options),
                true,
                preferBuiltin,
                false);
        return new EngineResolver(new CommandRunner()).resolve(request).config();
    }
}
