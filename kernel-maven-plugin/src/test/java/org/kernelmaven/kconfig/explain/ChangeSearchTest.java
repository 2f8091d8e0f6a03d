package org.kernelmaven.kconfig.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kernelmaven.kconfig.value.ConfigReader;
import org.kernelmaven.kconfig.value.ConfigWriter;
import org.kernelmaven.kconfig.value.Configuration;

class ChangeSearchTest {

    private static final String[] NO_TERMINALS = {"CONFIG_EXPERT=y", "# CONFIG_TTY is not set", "CONFIG_KGDB=y"};

    private final MadeUp tree;

    ChangeSearchTest(@TempDir Path directory) throws IOException {
        tree = MadeUp.in(directory);
    }

    @Test
    void picksTheMemberOfAChoiceThatSelectsTheSymbol() throws IOException {
        assertThat(found(tree.configuration(), "FRAME_POINTER", "y").values())
                .containsExactly(entry("UNWINDER_FRAME_POINTER", "y"));
    }

    @Test
    void turnsOnOneSymbolThatOthersFollowByDefault() throws IOException {
        assertThat(found(tree.configuration(NO_TERMINALS), "KGDB_CONSOLE", "y").values())
                .containsOnly(entry("TTY", "y"), entry("KGDB_CONSOLE", "y"));
    }

    @Test
    void leavesOutWhatIsAskedForAlready() throws IOException {
        var configuration = Asked.again(tree.configuration(NO_TERMINALS), Map.of("KGDB_CONSOLE", "y"));
        assertThat(found(configuration, "KGDB_CONSOLE", "y").values()).containsExactly(entry("TTY", "y"));
    }

    @Test
    void turnsOffAllSelectors() throws IOException {
        var configuration = tree.configuration("CONFIG_CRC=y", "CONFIG_FS=m", "CONFIG_ARCHIVER=y");
        assertThat(found(configuration, "CRC", "n").values())
                .containsOnly(entry("CRC", "n"), entry("FS", "n"), entry("ARCHIVER", "n"));
        assertThat(found(configuration, "CRC", "m").values()).containsOnly(entry("CRC", "m"), entry("ARCHIVER", "n"));
    }

    @Test
    void aDependencyThatMustBeYIsRaisedFromM() throws IOException {
        var configuration = tree.configuration("CONFIG_SUBSYSTEM=m");
        assertThat(found(configuration, "DRIVER", "y").values())
                .containsOnly(entry("DRIVER", "y"), entry("SUBSYSTEM", "y"));
        assertThat(found(configuration, "FEATURE", "y").values())
                .containsOnly(entry("FEATURE", "y"), entry("SUBSYSTEM", "y"));
        assertThat(found(configuration, "DRIVER", "m").values()).containsOnly(entry("DRIVER", "m"));
    }

    @Test
    void modulesAreTurnedOnForAModule() throws IOException {
        assertThat(found(tree.configuration("# CONFIG_MODULES is not set"), "FS", "m")
                        .values())
                .containsOnly(entry("MODULES", "y"), entry("FS", "m"));
    }

    @Test
    void aBoolIsNeverAModule() throws IOException {
        var configuration = tree.configuration();
        assertThat(new ChangeSearch(configuration, Map.of()).find(MadeUp.symbol(configuration, "KGDB"), "m"))
                .isEqualTo(new Change.Impossible("KGDB is a bool: it can be y or n, never m."));
    }

    @Test
    void theRangeOfANumberMayBeWidened() throws IOException {
        assertThat(found(tree.configuration(), "CPUS", "4096").values())
                .containsOnly(entry("CPUS", "4096"), entry("OFFSTACK", "y"));
    }

    @Test
    void aNumberOutsideEveryRangeIsToldTheRange() throws IOException {
        var configuration = tree.configuration();
        assertThat(ShortExplanation.of(configuration, Map.of(), "CPUS", "100000"))
                .hasSize(2)
                .first()
                .asString()
                .contains("100000 is outside its range 2 to 512 (CPUS_END) (Kconfig:");
    }

    @Test
    void aNumberWithoutPromptFollowsFromItsDefault() throws IOException {
        assertThat(found(tree.configuration(), "RATE", "1000").values()).containsOnly(entry("RATE_A", "y"));
    }

    @Test
    void aHiddenSymbolIsShownToBeTurnedOff() throws IOException {
        assertThat(found(tree.configuration(), "TTY", "n").values())
                .containsOnly(entry("EXPERT", "y"), entry("TTY", "n"));
    }

    @Test
    void textsAreQuotedAndSayWhatElseChanges() throws IOException {
        assertThat(found(tree.configuration(), "NAME", "a\"b").text()).isEqualTo("NAME=\"a\\\"b\"");
        assertThat(found(tree.configuration(), "UNWINDER_FRAME_POINTER", "y").others())
                .isEqualTo(2);
    }

    @Test
    void saysWhichRequestsWouldBeLost() throws IOException {
        var configuration = tree.configuration("CONFIG_SUBSYSTEM=y", "CONFIG_FEATURE=y");
        var change = (Change.Found) new ChangeSearch(configuration, Map.of("FEATURE", "a layer"))
                .find(MadeUp.symbol(configuration, "SUBSYSTEM"), "n");
        assertThat(change.lost()).containsExactly("FEATURE");
    }

    @Test
    void whatCannotBeIsSaidWithWhatBlocks() throws IOException {
        var configuration = tree.configuration();
        var change = new ChangeSearch(configuration, Map.of()).find(MadeUp.symbol(configuration, "NEVER"), "y");
        assertThat(change).isInstanceOfSatisfying(Change.NotFound.class, none -> assertThat(none.why())
                .isEqualTo("it depends on NO_SUCH_THING, which no Kconfig file of this architecture defines"));
    }

    @Test
    void followsDefaultsOfSymbolsWithoutPrompts() throws IOException {
        assertThat(found(tree.configuration(), "LOOP_B", "y").values())
                .containsOnly(entry("EXPERT", "y"), entry("LOOP_C", "y"));
    }

    @Test
    void whatHoldsNeedsNoChangeAndNothingIsChangedBySearching() throws IOException {
        var configuration = tree.configuration(NO_TERMINALS);
        var before = ConfigWriter.dotConfig(configuration);
        assertThat(new ChangeSearch(configuration, Map.of()).find(MadeUp.symbol(configuration, "TTY"), "n"))
                .isEqualTo(new Change.None());
        found(configuration, "KGDB_CONSOLE", "y");
        assertThat(ConfigWriter.dotConfig(configuration)).isEqualTo(before);
    }

    /** What was found, as lines at the end of the configuration's own file, must hold. */
    private static Change.Found found(Configuration configuration, String name, String value) {
        var change = new ChangeSearch(configuration, Map.of()).find(MadeUp.symbol(configuration, name), value);
        assertThat(change).isInstanceOf(Change.Found.class);
        var found = (Change.Found) change;
        var text = new StringBuilder(ConfigWriter.dotConfig(configuration.copy()));
        found.values().forEach((symbol, wanted) -> text.append("CONFIG_")
                .append(symbol)
                .append('=')
                .append(wanted)
                .append('\n'));
        var symbol = MadeUp.symbol(configuration, name);
        if (configuration.isAsked(symbol) && symbol.isLogical()) {
            text.append("CONFIG_").append(name).append('=').append(value).append('\n');
        }
        var again = new Configuration(configuration.kconfig());
        ConfigReader.read(again, text.toString(), "changed", true);
        assertThat(again.text(symbol)).isEqualTo(value);
        return found;
    }
}
