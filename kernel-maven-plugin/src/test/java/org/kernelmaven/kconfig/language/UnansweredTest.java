package org.kernelmaven.kconfig.language;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.kernelmaven.kconfig.value.Configuration;

class UnansweredTest {

    private static final String OTHER = "source \"other\"\n";

    /** Asks as {@code scripts/Kconfig.include} does. */
    private static final String ASK = "can = $(shell,ask $(1))\n";

    private static Files late(String text) {
        return Files.kconfig(ASK + text + OTHER)
                .and("other", "config OTHER\n\tdef_bool y\n")
                .shell("ask yes", "y")
                .shell("ask no", "n")
                .late();
    }

    private static String value(Kconfig kconfig, String name) {
        return new Configuration(kconfig).text(kconfig.find(name).orElseThrow());
    }

    @Test
    void filesAreReadOnBeforeAnAnswerIsWaitedFor() {
        var files = late("config A\n\tdef_bool $(can,yes)\n");
        var kconfig = files.parsed();

        assertThat(files.events()).containsExactly("reads Kconfig", "reads other", "waits for ask yes");
        assertThat(value(kconfig, "A")).isEqualTo("y");
    }

    @Test
    void everyPlaceOfAnExpressionTakesALateAnswer() {
        var files = late(
                """
                config DEFAULT
                \tdef_bool y if $(can,yes) && !$(can,no)
                config DEPENDENT
                \tdef_bool y
                \tdepends on $(can,no) || $(can,no) = y
                config SELECTING
                \tdef_bool y
                \tselect SELECTED if $(can,yes) != n
                config SELECTED
                \tbool
                if $(can,no)
                config INSIDE
                \tdef_bool y
                endif
                """);
        var kconfig = files.parsed();

        assertThat(files.events().subList(0, 2)).containsExactly("reads Kconfig", "reads other");
        assertThat(value(kconfig, "DEFAULT")).isEqualTo("y");
        assertThat(value(kconfig, "DEPENDENT")).isEqualTo("n");
        assertThat(value(kconfig, "SELECTED")).isEqualTo("y");
        assertThat(value(kconfig, "INSIDE")).isEqualTo("n");
    }

    @Test
    void aPromptTakesALateAnswer() {
        var kconfig =
                late("""
                config SEEN
                \tbool "seen" if $(can,yes)
                config HIDDEN
                \tbool
                \tprompt "hidden" if $(can,no)
                menu "a menu"
                \tvisible if $(can,no)
                config BELOW
                \tbool "below"
                endmenu
                """)
                        .parsed();

        var configuration = new Configuration(kconfig);
        assertThat(configuration.visibility(kconfig.find("SEEN").orElseThrow())).isEqualTo(Tristate.Y);
        assertThat(configuration.visibility(kconfig.find("HIDDEN").orElseThrow()))
                .isEqualTo(Tristate.N);
        assertThat(configuration.visibility(kconfig.find("BELOW").orElseThrow()))
                .isEqualTo(Tristate.N);
    }

    @Test
    void theModelIsThatOfAnswersThatWereThere() {
        var late = late("config A\n\tdef_bool $(can,yes) && OTHER\n\tdepends on $(can,yes)\n")
                .parsed();
        var known = Files.kconfig("config A\n\tdef_bool y && OTHER\n\tdepends on y\n" + OTHER)
                .and("other", "config OTHER\n\tdef_bool y\n")
                .parsed();

        assertThat(shown(late)).isEqualTo(shown(known));
        assertThat(late.symbols()).hasSameSizeAs(known.symbols());
    }

    private static String shown(Kconfig kconfig) {
        var symbol = kconfig.find("A").orElseThrow();
        var first = symbol.defaults().get(0);
        return Expression.text(first.value()) + " if " + Expression.text(first.condition()) + " depends on "
                + Expression.text(Objects.requireNonNull(symbol.entries().get(0).dependency()));
    }

    @Test
    void whatNeedsTheTextWaits() {
        var files = late("config A_$(can,yes)\n\tdef_bool y\n\tprompt \"$(can,no)\"\n$(error-if,$(can,no),no)\n");

        assertThat(files.parsed().find("A_y")).isPresent();
        assertThat(files.events())
                .containsExactly(
                        "reads Kconfig", "waits for ask yes", "waits for ask no", "waits for ask no", "reads other");
    }

    @Test
    void aCommandThatPrintsNothingWhereAValueBelongsIsAnError() {
        late("config A\n\tdef_bool $(can,nothing)\n")
                .failsWith("Kconfig:3: syntax error: a command whose output is a value printed nothing");
    }
}
