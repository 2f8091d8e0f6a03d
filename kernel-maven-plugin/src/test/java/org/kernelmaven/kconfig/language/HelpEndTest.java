package org.kernelmaven.kconfig.language;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HelpEndTest {

    private static Kconfig parse(String text) throws IOException {
        return Kconfig.parse(
                "Kconfig",
                new KconfigSource() {
                    @Override
                    public @Nullable String read(String name, Place place) {
                        return text;
                    }

                    @Override
                    public @Nullable String environment(String name) {
                        return null;
                    }

                    @Override
                    public String shell(String command, Place place) {
                        return "";
                    }
                },
                Dialect.CURRENT);
    }

    private static String help(String text) throws IOException {
        var entry = parse(text).root().children().get(0);
        return Objects.requireNonNull(entry.help());
    }

    @Test
    void theLineEndBeforeTheNextStatementIsNotPartOfTheHelp() throws IOException {
        assertThat(help("config A\n\tbool \"A\"\n\thelp\n\t  One.\n\n\t    Two.\nconfig B\n\tbool\n"))
                .isEqualTo("One.\n\n  Two.");
    }

    @Test
    void anEmptyLineBeforeTheNextStatementLeavesOneLineEnd() throws IOException {
        assertThat(help("config A\n\tbool \"A\"\n\thelp\n\t  One.\n\nconfig B\n\tbool\n"))
                .isEqualTo("One.\n");
    }

    @Test
    void theLineEndBeforeAnIndentedStatementStays() throws IOException {
        assertThat(help("config A\n\tbool \"A\"\n\thelp\n\t  One.\n\tdefault y\n"))
                .isEqualTo("One.\n");
    }

    @Test
    void aHelpTextMayEndTheFileWithoutALineEnd() throws IOException {
        assertThat(parse("config A\n\tbool \"A\"\n\thelp\n\t  One.").warnings()).isEmpty();
        assertThat(help("config A\n\tbool \"A\"\n\thelp\n\t  One.")).isEqualTo("One.");
    }

    @Test
    void anythingElseMayNot() throws IOException {
        assertThat(parse("config A\n\tbool \"A\"").warnings())
                .containsExactly("Kconfig:2:warning: no new line at end of file");
    }
}
