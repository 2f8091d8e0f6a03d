package org.kernelmaven.kconfig.value;

import static org.kernelmaven.kconfig.value.Sample.kconfig;
import static org.kernelmaven.kconfig.value.Sample.modular;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bools and tristates: what is asked, what is visible, what is by default. */
class TristateValueTest {

    @ParameterizedTest
    @CsvSource({
        "A && B, y, m, m",
        "A && B, y, n, n",
        "A && B, m, m, m",
        "A || B, n, m, m",
        "A || B, m, y, y",
        "!A, y, y, n",
        "!A, m, y, m",
        "!A, n, y, y",
        "!!A, m, y, m",
        "!(A && B), m, y, m",
        "A=B, m, m, y",
        "A=m, m, n, y",
        "A!=n, n, n, n",
        "A<B, n, m, y",
        "A>=B, m, y, n",
        "A<=m, m, n, y",
        "A>m, y, n, y",
        "(A || B) && !B, y, m, m",
        "A || B && !A, m, y, m"
    })
    void expressionsTakeTheSmallestOrTheLargest(String expression, String a, String b, String value) {
        modular("config A\n\ttristate \"a\"\nconfig B\n\ttristate \"b\"\nconfig X\n\tdef_tristate " + expression + "\n")
                .with(line("A", a), line("B", b))
                .gives(
                        value.equals("n")
                                ? new String[] {line("A", a), line("B", b)}
                                : new String[] {line("A", a), line("B", b), line("X", value)});
    }

    private static String line(String name, String value) {
        return value.equals("n") ? "# CONFIG_" + name + " is not set" : "CONFIG_" + name + "=" + value;
    }

    @Test
    void visibilityBoundsWhatIsAsked() {
        modular("config A\n\ttristate \"a\"\nconfig B\n\ttristate \"b\"\n\tdepends on A\n")
                .with("CONFIG_A=m", "CONFIG_B=y")
                .gives("CONFIG_A=m", "CONFIG_B=m");
    }

    @Test
    void whatIsInvisibleTakesItsDefault() {
        kconfig("config A\n\tbool \"a\"\nconfig B\n\tbool \"b\" if A\n\tdefault y\n")
                .with("# CONFIG_B is not set")
                .gives("# CONFIG_A is not set", "CONFIG_B=y");
    }

    @Test
    void theFirstDefaultWhoseConditionHoldsCounts() {
        kconfig("config A\n\tbool \"a\"\nconfig B\n\tbool \"b\"\n\tdefault n if A\n\tdefault y\n")
                .with("CONFIG_A=y")
                .gives("CONFIG_A=y", "# CONFIG_B is not set");
    }

    @Test
    void aDefaultIsBoundByItsConditionAndDependencies() {
        modular(
                        """
                config A
                \ttristate "a"
                config B
                \ttristate
                \tdefault y if A
                config C
                \ttristate
                \tdepends on A
                \tdefault y
                """)
                .with("CONFIG_A=m")
                .gives("CONFIG_A=m", "CONFIG_B=m", "CONFIG_C=m");
    }

    @Test
    void aBoolIsYWhereItsDependencyIsM() {
        modular("config A\n\ttristate \"a\"\nconfig B\n\tbool \"b\"\n\tdepends on A\n\tdefault y\n")
                .with("CONFIG_A=m")
                .gives("CONFIG_A=m", "CONFIG_B=y");
    }

    @Test
    void withoutModulesATristateIsABool() {
        modular(
                        "config A\n\ttristate \"a\"\nconfig B\n\ttristate \"b\" if m\n\tdefault m\nconfig C\n\tdef_tristate m\n")
                .with("# CONFIG_MODULES is not set", "CONFIG_A=m")
                .gives("CONFIG_A=y", "CONFIG_B=y", "CONFIG_C=y");
    }

    @Test
    void aBareMHoldsOnlyWhereThereAreModules() {
        modular("config A\n\tbool \"a\"\n\tdepends on m\nconfig B\n\tbool \"b\"\n\tdepends on m!=n\n")
                .with("# CONFIG_MODULES is not set", "CONFIG_A=y", "CONFIG_B=y")
                .gives("CONFIG_B=y");
    }

    @Test
    void withoutAModulesSymbolThereAreNone() {
        kconfig("config A\n\ttristate \"a\"\n").with("CONFIG_A=m").gives("CONFIG_A=y");
    }

    @Test
    void anUndefinedSymbolIsN() {
        kconfig("config A\n\tbool \"a\"\n\tdepends on NOWHERE\nconfig B\n\tbool \"b\"\n\tdepends on !NOWHERE\n")
                .with("CONFIG_A=y", "CONFIG_B=y")
                .gives("CONFIG_B=y");
    }

    @Test
    void anUndefinedSymbolComparesAsItsName() {
        kconfig("config A\n\tdef_bool NOWHERE=\"NOWHERE\"\nconfig B\n\tdef_bool NOWHERE=n\n")
                .gives("CONFIG_A=y");
    }

    @Test
    void oneOfSeveralDefinitionsSuffices() {
        kconfig("config A\n\tbool \"a\"\nconfig B\n\tbool \"b\"\n\tdepends on A\nconfig B\n\tbool\n\tdefault y\n")
                .gives("# CONFIG_A is not set", "CONFIG_B=y");
    }

    @Test
    void aSelectForcesAValue() {
        modular(
                        """
                config A
                \ttristate "a"
                \tselect B
                config B
                \ttristate "b"
                config C
                \tbool
                config D
                \tbool "d"
                \tselect C if B=y
                """)
                .with("CONFIG_A=m", "CONFIG_D=y")
                .gives("CONFIG_A=m", "CONFIG_B=m", "CONFIG_D=y");
    }

    @Test
    void whatIsSelectedMayBeAskedToBeMore() {
        modular("config A\n\ttristate \"a\"\n\tselect B\nconfig B\n\ttristate \"b\"\n")
                .with("CONFIG_A=m", "CONFIG_B=y")
                .gives("CONFIG_A=m", "CONFIG_B=y");
    }

    @Test
    void aSelectByADependentSymbolWarns() {
        var sample = kconfig(
                "config A\n\tbool \"a\"\n\tselect B if !C && !C\nconfig C\n\tbool \"c\"\nconfig B\n\tbool\n\tdepends on C\n");
        sample.with("CONFIG_A=y").gives("CONFIG_A=y", "# CONFIG_C is not set", "CONFIG_B=y");
        sample.warning(
                """

                WARNING: unmet direct dependencies detected for B
                  Depends on [n]: C [=n]
                  Selected by [y]:
                  - A [=y] && !C [=n]
                """);
    }

    @Test
    void theWarningTellsWhatSelectsAsYAndAsM() {
        var sample = modular(
                """
                config A
                \ttristate "a"
                \tselect D
                config B
                \ttristate "b"
                \tselect D
                config C
                \ttristate "c"
                config D
                \ttristate
                \tdepends on C || C=y
                """);
        sample.with("CONFIG_A=y", "CONFIG_B=m", "CONFIG_C=m")
                .gives("CONFIG_A=y", "CONFIG_B=m", "CONFIG_C=m", "CONFIG_D=y");
        sample.warning(
                """

                WARNING: unmet direct dependencies detected for D
                  Depends on [m]: C [=m] || C [=m]=y [=y]
                  Selected by [y]:
                  - A [=y]
                  Selected by [m]:
                  - B [=m]
                """);
    }

    @Test
    void aDependencyOnABoolIsWrittenShort() {
        var sample = kconfig(
                """
                config A
                \tbool "a"
                \tselect B
                config C
                \tbool "c"
                config B
                \tbool
                \tdepends on C=y && C!=n && !(C=n || A=n)
                """);
        sample.with("CONFIG_A=y").gives("CONFIG_A=y", "# CONFIG_C is not set", "CONFIG_B=y");
        sample.warning(
                """

                WARNING: unmet direct dependencies detected for B
                  Depends on [n]: C [=n] && A [=y]
                  Selected by [y]:
                  - A [=y]
                """);
    }

    @Test
    void anImplyIsADefaultThatMayBeRefused() {
        var text = "config A\n\tbool \"a\"\n\timply B\nconfig B\n\tbool \"b\"\n";
        kconfig(text).with("CONFIG_A=y").gives("CONFIG_A=y", "CONFIG_B=y");
        kconfig(text).with("CONFIG_A=y", "# CONFIG_B is not set").gives("CONFIG_A=y", "# CONFIG_B is not set");
    }

    @Test
    void anImplyIsBoundByDependencies() {
        kconfig("config A\n\tbool \"a\"\n\timply B\nconfig C\n\tbool \"c\"\nconfig B\n\tbool \"b\"\n\tdepends on C\n")
                .with("CONFIG_A=y")
                .gives("CONFIG_A=y", "# CONFIG_C is not set", "# CONFIG_B is not set");
    }

    @Test
    void anInvisibleMenuHidesPromptsOnly() {
        kconfig("config A\n\tbool \"a\"\nmenu \"m\"\n\tvisible if A\nconfig B\n\tbool \"b\"\n\tdefault y\nendmenu\n")
                .with("# CONFIG_A is not set", "# CONFIG_B is not set")
                .gives("# CONFIG_A is not set", "CONFIG_B=y");
    }

    @Test
    void dependenciesOfMenusAndIfsPassDown() {
        kconfig(
                        """
                config A
                \tbool "a"
                menu "m"
                \tdepends on A
                if !A
                config B
                \tbool "b"
                endif
                config C
                \tdef_bool y
                endmenu
                """)
                .with("CONFIG_A=y")
                .gives("CONFIG_A=y", "CONFIG_C=y");
    }

    @Test
    void aTransitionalSymbolOnlyPassesItsValueOn() {
        var model = kconfig("config OLD\n\tbool\n\ttransitional\nconfig NEW\n\tbool \"new\"\n\tdefault OLD\n")
                .with("CONFIG_OLD=y")
                .configuration();
        org.assertj.core.api.Assertions.assertThat(ConfigWriter.dotConfig(model))
                .contains("CONFIG_NEW=y")
                .doesNotContain("OLD");
    }
}
