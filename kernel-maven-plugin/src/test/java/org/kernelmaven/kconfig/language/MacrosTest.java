package org.kernelmaven.kconfig.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.kernelmaven.kconfig.language.Files.kconfig;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The macro language. */
class MacrosTest {

    /** What a comment says after these lines. */
    private static String text(Files files) {
        return Objects.requireNonNull(files.parsed().root().children().get(0).prompt())
                .text();
    }

    private static Files comment(String lines, String text) {
        return kconfig(lines + "comment \"" + text + "\"\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "A = x|$(A)|x",
                "A := x|$(A)$(A)|xx",
                "A = $(B)/B = late|$(A)|late",
                "A := $(B)/B = late|$(A).|.",
                "A = x/A += y|$(A)|x y",
                "A += x|$(A)|x",
                "A := $(B)/A += $(B)/B = z|$(A).| .",
                "A = $(B)/A += $(B)/B = z|$(A)|z z",
                "A = x # y|$(A)|x # y",
                "A = B/B = c|$($(A))|c",
                "f = <$(1)-$(2)>|$(f,a,b)|<a-b>",
                "f = <$(1)-$(2)>|$(f,a)|<a->",
                "f = $(1)$(1)|$(f,$(f,x))|xxxx",
                "f = $(1)|$(f,(a,b))|(a,b)",
                "f = $(1)|$(f, a)|\u00a0a",
                "f = $(g,$(1))/g = [$(1)]|$(f,x)|[x]",
                "A = x|$A ${A}|$A ${A}",
                "A = x|$$(A)|$x",
                "A = x|$(NONE)$(none,arg)$().|.",
                "A = x|$(filename):$(lineno)|Kconfig:2"
            })
    void expansions(String lines, String given, String expected) {
        assertThat(text(comment(lines.replace("/", "\n") + "\n", given)))
                .isEqualTo(expected.replace('\u00a0', ' ').strip());
    }

    @Test
    void theEnvironmentComesLastAndIsRemembered() {
        var files = comment("A = x\n", "$(A) $(E)").environment("A", "no").environment("E", "e");
        assertThat(text(files)).isEqualTo("x e");
        assertThat(files.parsed().environment()).containsOnlyKeys("E");
    }

    @Test
    void theShellAnswers() {
        var files = comment(
                """
                        cc-option = $(success,cc -c $(1))
                        success = $(if-success,$(1),y,n)
                        if-success = $(shell,{ $(1); } >/dev/null 2>&1 && echo "$(2)" || echo "$(3)")
                        """,
                "$(cc-option,-Wall)");
        files.shell("{ cc -c -Wall; } >/dev/null 2>&1 && echo \"y\" || echo \"n\"", "y");
        assertThat(text(files)).isEqualTo("y");
        assertThat(files.commands()).hasSize(1);
    }

    @Test
    void aMacroMayBeAWordAPartOfItOrNothing() {
        var model = kconfig("A = FOO\nconfig $(A)_BAR\n\tbool $(NOTHING)\n\tdepends on X$(A)\n")
                .parsed();
        assertThat(model.find("FOO_BAR")).isPresent();
        assertThat(model.find("XFOO")).isPresent();
    }

    @Test
    void whatAMacroGivesIsNoKeyword() {
        kconfig("A = config\n$(A) B\n").failsWith("Kconfig:2: unknown statement \"config\"");
    }

    @Test
    void infoAndWarnings() {
        var model = kconfig("$(info,hello $(filename))\n$(warning-if,y,beware)\n$(warning-if,n,not)\n")
                .parsed();
        assertThat(model.output()).containsExactly("hello Kconfig");
        assertThat(model.warnings()).containsExactly("Kconfig:2: beware");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "$(error-if,y,stop here)|1: stop here",
                "$(shell)|1: too few function arguments passed to 'shell'",
                "$(info,a,b)|1: too many function arguments passed to 'info'",
                "$(f,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16)|1: too many function arguments",
                "$(open|1: unterminated reference to 'open': missing ')'",
                "A = $(A)/$(A)|2: Recursive variable 'A' references itself (eventually)",
                "A = $(B)/B = $(A)/x := $(A)|3: Recursive variable 'A' references itself (eventually)",
                "f = $(f,$(1)x)/$(f,a)|2: Too deep recursive expansion"
            })
    void errors(String lines, String error) {
        kconfig(lines.replace("/", "\n") + "\n").failsWith("Kconfig:" + error);
    }

    @Test
    void macrosThatDoubleEachOtherAreStopped() {
        var lines = new StringBuilder("A0 = \n");
        for (var i = 1; i < 100; i++) {
            lines.append("A" + i + " = $(A" + (i - 1) + ")$(A" + (i - 1) + ")\n");
        }
        kconfig(lines + "comment \"$(A99)\"\n").failsWith("Kconfig:101: the macros expand to too much");
        kconfig(lines.toString().replace("A0 = ", "A0 = laugh") + "comment \"$(A99)\"\n")
                .failsWith("Kconfig:101: the expansion of a macro has more than 1048576 characters");
    }

    @Test
    void aLineOfManyReferencesIsReadOnce() {
        var files = kconfig("A = \ncomment \"" + "$(A)".repeat(500_000) + "$".repeat(500_000) + "\"\n");
        assertThat(text(files)).hasSize(500_000);
    }
}
