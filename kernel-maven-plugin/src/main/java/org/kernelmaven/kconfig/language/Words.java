package org.kernelmaven.kconfig.language;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.kernelmaven.kconfig.language.Lexer.Kind;
import org.kernelmaven.kconfig.language.Lexer.Token;

/** The words of Kconfig files, keywords among them. Most stand there many times: a token is made for the first one. */
final class Words {

    private static final Set<String> KEYWORDS = Set.of(
            "bool",
            "choice",
            "comment",
            "config",
            "def_bool",
            "def_tristate",
            "default",
            "depends",
            "endchoice",
            "endif",
            "endmenu",
            "help",
            "hex",
            "if",
            "imply",
            "int",
            "mainmenu",
            "menu",
            "menuconfig",
            "modules",
            "on",
            "optional",
            "prompt",
            "range",
            "select",
            "source",
            "string",
            "transitional",
            "tristate",
            "visible");

    /** A tree has some 20,000 words. */
    private static final int SIZE = 1 << 16;

    /** Words of one hash, as somebody might choose them, are not all looked through. */
    private static final int MOST_STEPS = 16;

    private final @Nullable Token[] table = new @Nullable Token[SIZE];

    /** The token of the word from {@code start} to before {@code end}. */
    Token token(String text, int start, int end) {
        var hash = 0;
        for (var i = start; i < end; i++) {
            hash = 31 * hash + text.charAt(i);
        }
        var slot = hash ^ (hash >>> 16);
        for (var step = 0; step < MOST_STEPS; step++) {
            var at = (slot + step) & (SIZE - 1);
            var known = table[at];
            if (known == null) {
                var token = token(text.substring(start, end));
                table[at] = token;
                return token;
            }
            if (isThere(known.text(), text, start, end)) {
                return known;
            }
        }
        return token(text.substring(start, end));
    }

    private static Token token(String word) {
        return new Token(KEYWORDS.contains(word) ? Kind.KEYWORD : Kind.WORD, word);
    }

    private static boolean isThere(String word, String text, int start, int end) {
        return word.length() == end - start && text.startsWith(word, start);
    }
}
