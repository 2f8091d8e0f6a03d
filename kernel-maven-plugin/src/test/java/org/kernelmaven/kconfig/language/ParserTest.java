package org.kernelmaven.kconfig.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.kernelmaven.kconfig.language.Files.kconfig;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Statements and their options, and what is said of wrong ones. */
class ParserTest {

    private static Symbol symbol(Kconfig model, String name) {
        return model.find(name).orElseThrow();
    }

    private static Entry first(String text) {
        return kconfig(text).parsed().root().children().get(0);
    }

    @Test
    void aConfigHasATypeAPromptDefaultsAndAPlace() {
        var model = kconfig("\n# comment\nconfig A\n\tint \"Number of things\" if B\n\tdefault 5 if B\n\trange 1 B\n")
                .parsed();
        var a = symbol(model, "A");
        assertThat(a.type()).isEqualTo(Symbol.Type.INT);
        assertThat(a.entries()).extracting(entry -> entry.place().toString()).containsExactly("Kconfig:3");
        assertThat(a.prompts()).extracting(Prompt::text).containsExactly("Number of things");
        assertThat(Expression.text(a.prompts().get(0).condition())).isEqualTo("B");
        assertThat(a.defaults())
                .extracting(value -> Expression.text(value.value()))
                .containsExactly("5");
        assertThat(a.ranges()).extracting(range -> range.high().label()).containsExactly("B");
    }

    @ParameterizedTest
    @CsvSource({"bool, BOOL", "tristate, TRISTATE", "int, INT", "hex, HEX", "string, STRING"})
    void typesWithAndWithoutAPrompt(String word, Symbol.Type type) {
        assertThat(symbol(kconfig("config A\n\t" + word + "\n").parsed(), "A").type())
                .isEqualTo(type);
        assertThat(symbol(kconfig("config A\n\t" + word + " 'p'\n").parsed(), "A")
                        .type())
                .isEqualTo(type);
    }

    @Test
    void defBoolIsATypeAndADefault() {
        var a = symbol(kconfig("config A\n\tdef_bool y if B\n").parsed(), "A");
        assertThat(a.type()).isEqualTo(Symbol.Type.BOOL);
        assertThat(a.defaults()).hasSize(1);
    }

    @Test
    void selectsAndImpliesAreKnownToTheirTargets() {
        var model = kconfig("config A\n\tbool\n\tselect C if B\n\timply D\nconfig C\n\tbool\n")
                .parsed();
        assertThat(symbol(model, "C").selectors())
                .extracting(selector -> selector.selector().label() + " " + Expression.text(selector.condition()))
                .containsExactly("A B");
        assertThat(symbol(model, "D").impliers()).hasSize(1);
    }

    @Test
    void everySelectorOfAMenuComesBeforeThoseOfItsMenus() {
        var model = kconfig(
                        "if Y\nconfig A\n\tbool\n\tselect C\nendif\nconfig B\n\tbool\n\tselect C\nconfig C\n\tbool\n")
                .parsed();
        assertThat(symbol(model, "C").selectors())
                .extracting(selector -> selector.selector().label())
                .containsExactly("B", "A");
    }

    @Test
    void aHelpTextKeepsItsFurtherIndentation() {
        var entry =
                first("config A\n\tbool\n\thelp\n\n\t  First\n\t    second\n\n\t  third \t\n\n\nconfig B\n\tbool\n");
        assertThat(entry.help()).isEqualTo("\nFirst\n  second\n\nthird\n\n");
    }

    @Test
    void aHelpTextEndsAtTheFirstLineWithLessIndentation() {
        var model =
                kconfig("config A\n\tbool\n\thelp\n\t  text\n\tdepends on B\n").parsed();
        assertThat(Expression.text(symbol(model, "A").dependency())).isEqualTo("B");
        assertThat(model.root().children().get(0).help()).isEqualTo("text\n");
    }

    @Test
    void theOldHelpKeyword() {
        assertThat(first("config A\n\tbool\n\t---help---\n\t  text\n").help()).isEqualTo("text\n");
    }

    @Test
    void aHelpTextMayEndTheFile() {
        assertThat(first("config A\n\tbool\n\thelp\n\t  text").help()).isEqualTo("text");
    }

    @Test
    void aBackslashJoinsLines() {
        var model = kconfig("config A\n\tbool\n\tdepends on B && \\\n\t\tC\nconfig D\n\tbool\n")
                .parsed();
        assertThat(Expression.text(symbol(model, "A").dependency())).isEqualTo("B && C");
        assertThat(symbol(model, "D").entries().get(0).place().line()).isEqualTo(5);
    }

    private static String shown(Entry entry) {
        return Objects.requireNonNull(entry.prompt()).text();
    }

    @Test
    void textsHaveEitherQuotesAndEscapes() {
        assertThat(shown(first("comment \"a \\\"b\\\" 'c' \\d\"\n"))).isEqualTo("a \"b\" 'c' d");
        assertThat(shown(first("comment 'a \"b\" \\'c'\n"))).isEqualTo("a \"b\" 'c");
    }

    @ParameterizedTest
    @CsvSource({
        "A || B && C, A || B && C",
        "(A || B) && C, (A || B) && C",
        "!A && !(B || C), !A && !B && !C",
        "!(A && B), !A || !B",
        "!!A, A",
        "!(A < B), A>=B",
        "A=B && A!=B, A=B && A!=B",
        "A && B && A, B && A",
        "A || y || A, y",
        "T=y || T=m, T!=n",
        "T!=y && T!=n, T=m",
        "T && T!=m, T=y",
        "O=y, O",
        "O!=n && O=n, O && !O",
        "O=m, n",
        "O || !O, y"
    })
    void dependenciesAreShortAsConfHasThem(String given, String shown) {
        var model = kconfig("config T\n\ttristate\nconfig O\n\tbool\nconfig X\n\tbool\n\tdepends on " + given + "\n")
                .parsed();
        assertThat(Expression.text(symbol(model, "X").dependency())).isEqualTo(shown);
    }

    @Test
    void dependenciesOfBlocksComeFirst() {
        var model = kconfig(
                        "menu \"m\"\n\tdepends on A\nif B\nconfig X\n\tbool \"x\" if D\n\tdepends on C\nendif\nendmenu\n")
                .parsed();
        assertThat(Expression.text(symbol(model, "X").dependency())).isEqualTo("A && B && C");
        assertThat(Expression.text(symbol(model, "X").prompts().get(0).condition()))
                .isEqualTo("A && B && C && D");
    }

    @Test
    void whatDependsOnASymbolGoesBelowIt() {
        var model = kconfig(
                        """
                config A
                \tbool "a"
                config B
                \tbool "b"
                \tdepends on A
                if A
                config C
                \tbool "c"
                endif
                config D
                \tbool "d"
                """)
                .parsed();
        assertThat(labels(model.root())).containsExactly("A", "D");
        assertThat(labels(model.root().children().get(0))).contains("B", "C");
    }

    private static List<String> labels(Entry entry) {
        var labels = new ArrayList<String>();
        for (var child : entry.children()) {
            if (child.symbol() != null) {
                labels.add(child.symbol().label());
            }
        }
        return labels;
    }

    @Test
    void sourcedFilesAreRead() {
        var model = kconfig("source \"sub/Kconfig\"\nconfig B\n\tbool\n")
                .and("sub/Kconfig", "config A\n\tbool\n")
                .parsed();
        assertThat(model.files()).containsExactly("Kconfig", "sub/Kconfig");
        assertThat(symbol(model, "A").entries().get(0).place()).hasToString("sub/Kconfig:1");
    }

    @Test
    void modulesIsTheSymbolThatSaysSo() {
        assertThat(kconfig("config MODULES\n\tbool\n\tmodules\n")
                        .parsed()
                        .modules()
                        .label())
                .isEqualTo("MODULES");
        assertThat(kconfig("config MODULES\n\tbool\n\toption modules\n")
                        .parsed()
                        .modules()
                        .label())
                .isEqualTo("MODULES");
        assertThat(kconfig("").parsed().modules().label()).isEqualTo("n");
    }

    @Test
    void theOldOptionEnvIsADefault() {
        var model = kconfig("config A\n\tstring\n\toption env=\"WHO\"\n")
                .environment("WHO", "me")
                .parsed();
        assertThat(symbol(model, "A").defaults())
                .extracting(value -> Expression.text(value.value()))
                .containsExactly("me");
    }

    @Test
    void symbolsAreGoneThroughInTheOrderOfConfsTable() {
        var model = kconfig("config A\n\tbool\nconfig B\n\tbool\nconfig C\n\tbool\n");
        assertThat(model.parsed().ordered()).extracting(Symbol::label).containsExactly("A", "C", "B");
    }

    // Warnings.

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "config A/ bool ' a'|2:warning: leading whitespace ignored",
                "config A/ bool 'a'/ prompt 'b'|3:warning: prompt redefined",
                "config A/ bool/ tristate|1:warning: ignoring type redefinition of 'A' from 'bool' to 'tristate'",
                "config A/ prompt 'a'|1:warning: config symbol defined without type",
                "config A/ int/ default x|3:warning: 'A': number is invalid",
                "config A/ int/ default B && C|3:warning: default for config symbol 'A' must be a single symbol",
                "config A/ bool/ range 1 2|3:warning: range is only allowed for int or hex symbols",
                "config A/ int/ range 1 x|3:warning: range is invalid",
                "config A/ int/ select B|3:warning: config symbol 'A' uses select, but is not bool or tristate",
                "config A/ bool 'x@'|",
                "@config A/ bool|1:warning: ignoring unsupported character '@'",
                "comment 'open|1:warning: multi-line strings not supported"
            })
    void warningsAsConfHasThem(String text, String warning) {
        var warnings = kconfig(text.replace("/ ", "\n\t") + "\n").parsed().warnings();
        if (warning == null) {
            assertThat(warnings).isEmpty();
        } else {
            assertThat(warnings).contains("Kconfig:" + warning);
        }
    }

    @Test
    void aSelectedNumberIsWarnedOf() {
        assertThat(kconfig("config A\n\tbool\n\tselect B\nconfig B\n\tint\n")
                        .parsed()
                        .warnings())
                .containsExactly(
                        "Kconfig:3:warning: 'B' has wrong type. 'select' only accept arguments of bool and tristate type");
    }

    @Test
    void helpTextsAreWarnedOf() {
        assertThat(kconfig(
                                "config A\n\tbool\n\thelp\n\t  x\n\thelp\n\t  y\nconfig B\n\tbool\n\thelp\n\nconfig C\n\tbool\n")
                        .parsed()
                        .warnings())
                .containsExactly(
                        "Kconfig:5: warning: 'A' defined with more than one help text -- only the last one will be used",
                        "Kconfig:9: warning: 'B' defined with blank help text");
    }

    @Test
    void aFileThatEndsWithoutANewline() {
        assertThat(kconfig("config A\n\tbool").parsed().warnings())
                .containsExactly("Kconfig:2:warning: no new line at end of file");
    }

    @Test
    void aDefaultFromOutsideTheChoiceIsWarnedOf() {
        assertThat(kconfig("config B\n\tbool\nchoice\n\tprompt 'c'\n\tdefault B\nconfig A\n\tbool 'a'\nendchoice\n")
                        .parsed()
                        .warnings())
                .containsExactly("Kconfig:5:warning: choice default symbol 'B' is not contained in the choice");
    }

    // Errors.

    @Test
    void allErrorsAreFoundAtOnce() {
        kconfig("config A\n\tbool yes\n\tdepends B\nfoo\nconfig\n\nconfig B\n\tselect 'C'\n")
                .failsWith(
                        "Kconfig:2: syntax error at 'yes'",
                        "Kconfig:3: syntax error at 'B'",
                        "Kconfig:4: unknown statement \"foo\"",
                        "Kconfig:5: syntax error: the line ends too early",
                        "Kconfig:8: syntax error at 'C'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "config A && B\n",
                "config \"A\"\n",
                "endmenu\n",
                "config A\n\tdepends on (B\n",
                "config A\n\tdepends on B)\n",
                "config A\n\tdepends on B &&\n",
                "config A\n\tdepends on A = B = C\n",
                "config A\n\tdepends on !\n",
                "config A\n\trange 1\n",
                "config A\n\toptional\n",
                "config A\n\tvisible if B\n",
                "comment \"c\"\n\thelp\n",
                "menu foo\n",
                "if\n",
                "source Kconfig\n",
                "config MENU\n\tbool\nmainmenu \"late\"\n",
                "mainmenu \"one\"\nmainmenu \"two\"\n",
                "config A\n\tbool\n\tmodules\nconfig B\n\tbool\n\tmodules\n"
            })
    void refused(String text) {
        assertThat(org.assertj.core.api.Assertions.catchThrowableOfType(
                                KconfigException.class, () -> kconfig(text).parsed())
                        .problems())
                .isNotEmpty()
                .allMatch(problem -> problem.matches("Kconfig:\\d+: .*"));
    }

    @Test
    void aBlockEndsWithItsOwnKeyword() {
        kconfig("menu \"m\"\nif A\nendmenu\nendif\nendmenu\n")
                .failsWith("Kconfig:3: unexpected 'menu' within if block");
        kconfig("if A\n").failsWith("Kconfig:1: missing end statement for this entry");
    }

    @Test
    void aBlockEndsInItsFile() {
        kconfig("menu \"m\"\nsource \"sub\"\nendmenu\n")
                .and("sub", "endmenu\n")
                .failsWith("sub:1: 'endmenu' in different file than 'menu'");
    }

    @Test
    void missingFilesAreNamed() {
        kconfig("\nsource \"none\"\n").failsWith("Kconfig:2: can't open file \"none\"");
    }

    @Test
    void filesThatIncludeEachOther() {
        kconfig("source \"a\"\n")
                .and("a", "\nsource \"b\"\n")
                .and("b", "source \"a\"\n")
                .failsWith("Recursive inclusion detected.\nInclusion path:\n  current file : a\n"
                        + "  included from: b:1\n  included from: a:2\n  included from: Kconfig:1");
    }

    @Test
    void symbolsThatDependOnThemselves() {
        var files = kconfig("config A\n\tbool\n\tdepends on B\nconfig B\n\tbool\n\tdefault A\n");
        files.failsWith(
                """
                error: recursive dependency detected!
                	symbol A depends on B
                	symbol B default value contains A
                For a resolution refer to Documentation/kbuild/kconfig-language.rst
                subsection "Kconfig recursive dependency limitations"
                """);
        files.classic()
                .failsWith(
                        """
                        Kconfig:6:error: recursive dependency detected!
                        Kconfig:6:	symbol B default value contains A
                        Kconfig:1:	symbol A depends on B
                        For a resolution refer to Documentation/kbuild/kconfig-language.rst
                        subsection "Kconfig recursive dependency limitations"
                        """);
    }

    // Choices.

    @Test
    void membersBelongToTheirChoice() {
        var model = kconfig(
                        """
                                choice
                                \tprompt "c"
                                \tdefault B
                                config A
                                \tbool "a"
                                if X
                                config B
                                \tbool "b"
                                endif
                                endchoice
                                """)
                .parsed();
        var choice = symbol(model, "A").choice();
        assertThat(choice).isNotNull();
        assertThat(choice.members()).extracting(Symbol::label).containsExactly("A", "B");
    }

    @Test
    void sinceSixPointElevenMembersAreBoolsWithAPrompt() {
        kconfig("choice\nconfig A\n\ttristate \"a\"\nconfig B\n\tbool\nendchoice\n")
                .failsWith(
                        "Kconfig:1: error: choice must have a prompt",
                        "Kconfig:2: error: choice member must be bool",
                        "Kconfig:4: error: choice member must have a prompt");
    }

    @Test
    void sinceSixPointElevenMembersHaveNoDefaults() {
        kconfig("choice\n\tprompt \"c\"\nconfig A\n\tbool \"a\"\n\tdefault y\nendchoice\nconfig A\n\tbool \"again\"\n")
                .failsWith(
                        "Kconfig:5: error: defaults for choice values not supported",
                        "Kconfig:8: error: choice value has a prompt outside its choice group");
    }

    @ParameterizedTest
    @ValueSource(strings = {"choice NAME\n", "choice\n\ttristate\n", "choice\n\toptional\n", "choice\n\tbool\n"})
    void whatWentWithSixPointEleven(String beginning) {
        var rest = "\tprompt \"c\"\nconfig A\n\tbool \"a\"\nendchoice\n";
        assertThat(org.assertj.core.api.Assertions.catchThrowableOfType(
                        KconfigException.class, () -> kconfig(beginning + rest).parsed()))
                .isNotNull();
        assertThat(kconfig(beginning + rest).classic().parsed().find("A")).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"menu \"m\"\nendmenu\n", "choice\nendchoice\n", "menuconfig B\n\tbool \"b\"\n"})
    void choicesHoldNoMenus(String inner) {
        var text = "choice\n\tprompt \"c\"\nconfig A\n\tbool \"a\"\n" + inner + "endchoice\n";
        assertThat(org.assertj.core.api.Assertions.catchThrowableOfType(
                                KconfigException.class, () -> kconfig(text).parsed())
                        .problems()
                        .get(0))
                .isEqualTo("Kconfig:5: invalid statement");
    }
}
