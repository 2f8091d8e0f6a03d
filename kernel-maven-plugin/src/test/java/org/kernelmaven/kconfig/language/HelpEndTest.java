package org.kernelmaven.kconfig.language;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;

class HelpEndTest {

    private static Kconfig parse(String text) {
        return Files.kconfig(text).parsed();
    }

    private static String help(String text) {
        var entry = parse(text).root().children().get(0);
        return Objects.requireNonNull(entry.help());
    }

    @Test
    void theLineEndBeforeTheNextStatementIsNotPartOfTheHelp() {
        assertThat(help("config A\n\tbool \"A\"\n\thelp\n\t  One.\n\n\t    Two.\nconfig B\n\tbool\n"))
                .isEqualTo("One.\n\n  Two.");
    }

    @Test
    void anEmptyLineBeforeTheNextStatementLeavesOneLineEnd() {
        assertThat(help("config A\n\tbool \"A\"\n\thelp\n\t  One.\n\nconfig B\n\tbool\n"))
                .isEqualTo("One.\n");
    }

    @Test
    void theLineEndBeforeAnIndentedStatementStays() {
        assertThat(help("config A\n\tbool \"A\"\n\thelp\n\t  One.\n\tdefault y\n"))
                .isEqualTo("One.\n");
    }

    @Test
    void aHelpTextMayEndTheFileWithoutALineEnd() {
        assertThat(parse("config A\n\tbool \"A\"\n\thelp\n\t  One.").warnings()).isEmpty();
        assertThat(help("config A\n\tbool \"A\"\n\thelp\n\t  One.")).isEqualTo("One.");
    }

    @Test
    void anythingElseMayNot() {
        assertThat(parse("config A\n\tbool \"A\"").warnings())
                .containsExactly("Kconfig:2:warning: no new line at end of file");
    }
}
