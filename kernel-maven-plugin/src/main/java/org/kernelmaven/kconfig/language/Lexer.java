package org.kernelmaven.kconfig.language;

import java.util.Set;

/** Cuts one Kconfig file into tokens; macros are expanded on the way. */
final class Lexer {

    /** What a token is. */
    enum Kind {
        /** A bare word that is no keyword. */
        WORD,
        /** A keyword. */
        KEYWORD,
        /** A text in quotes. */
        QUOTED,
        /** An operator or a bracket. */
        SIGN,
        /** The end of a line. */
        EOL,
        /** The end of the file. */
        EOF
    }

    /** A token; the text of a {@link Kind#QUOTED} one is without its quotes. */
    record Token(Kind kind, String text) {
        boolean is(String sign) {
            return (kind == Kind.SIGN || kind == Kind.KEYWORD) && text.equals(sign);
        }
    }

    private static final Token EOL = new Token(Kind.EOL, "\n");
    private static final Token EOF = new Token(Kind.EOF, "");
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

    private final String file;
    private final String text;
    private final Macros macros;
    private final Messages messages;
    private int at;
    private int line = 1;
    private int lineEnd = -1;
    private int lineEndFrom;

    Lexer(String file, String text, Macros macros, Messages messages) {
        this.file = file;
        this.text = text;
        this.macros = macros;
        this.messages = messages;
    }

    Place place() {
        return new Place(file, line);
    }

    String file() {
        return file;
    }

    /** The next token. */
    Token next() {
        while (at < text.length()) {
            var character = text.charAt(at);
            switch (character) {
                case '\n' -> {
                    at++;
                    line++;
                    return EOL;
                }
                case ' ', '\t' -> at++;
                case '#' -> at = lineEnd();
                case '"', '\'' -> {
                    at++;
                    return quoted(character);
                }
                case '\\' -> {
                    if (at + 1 < text.length() && text.charAt(at + 1) == '\n') {
                        at += 2;
                        line++;
                    } else {
                        ignore(character);
                    }
                }
                default -> {
                    if (isWord(character) || character == '$') {
                        var word = word();
                        if (!word.text().isEmpty()) {
                            return word;
                        }
                    } else {
                        var sign = sign(character);
                        if (!sign.isEmpty()) {
                            at += sign.length();
                            return new Token(Kind.SIGN, sign);
                        }
                        ignore(character);
                    }
                }
            }
        }
        return EOF;
    }

    /** Whether the last line has no line end. */
    boolean endsWithoutNewline() {
        return !text.isEmpty() && text.charAt(text.length() - 1) != '\n';
    }

    /** The rest of an assignment's line, as it stands; the next token is the line's end. */
    String restOfLine() {
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
        var start = at;
        at = lineEnd();
        return text.substring(start, at);
    }

    /** The rest of the line is passed over; the next token is the line's end. */
    void skipLine() {
        at = lineEnd();
    }

    /**
     * A help text, from the line after the keyword: it ends before the first line that is indented less than its first
     * one.
     */
    String help() {
        var help = new StringBuilder();
        var indentation = 0;
        var first = true;
        while (at < text.length()) {
            var start = at;
            var column = 0;
            while (start < text.length() && (text.charAt(start) == ' ' || text.charAt(start) == '\t')) {
                column = text.charAt(start) == '\t' ? (column & ~7) + 8 : column + 1;
                start++;
            }
            var end = text.indexOf('\n', start);
            if (end < 0) {
                end = text.length();
            }
            if (start == end) {
                help.append('\n');
            } else if (!first && (column == 0 || column < indentation) || first && column == 0 && help.length() > 0) {
                break;
            } else {
                if (first) {
                    indentation = column;
                    first = false;
                }
                help.append(" ".repeat(column - indentation))
                        .append(text.substring(start, end).stripTrailing())
                        .append('\n');
            }
            at = Math.min(end + 1, text.length());
            line++;
        }
        return help.toString();
    }

    private Token word() {
        var start = at;
        while (at < text.length() && isWord(text.charAt(at))) {
            at++;
        }
        if (at == text.length() || text.charAt(at) != '$') {
            var plain = text.substring(start, at);
            return new Token(KEYWORDS.contains(plain) ? Kind.KEYWORD : Kind.WORD, plain);
        }
        var expanded = new StringBuilder(text.substring(start, at));
        while (at < text.length()) {
            var character = text.charAt(at);
            if (character == '$') {
                expandReference(expanded);
            } else if (isWord(character)) {
                expanded.append(character);
                at++;
            } else {
                break;
            }
        }
        return new Token(Kind.WORD, expanded.toString());
    }

    private Token quoted(char quote) {
        var value = new StringBuilder();
        while (at < text.length()) {
            var character = text.charAt(at);
            if (character == quote) {
                at++;
                return new Token(Kind.QUOTED, value.toString());
            }
            if (character == '\n') {
                messages.warn(place(), "multi-line strings not supported");
                break;
            }
            if (character == '$') {
                expandReference(value);
                continue;
            }
            at++;
            if (character != '\\') {
                value.append(character);
            } else if (at < text.length() && text.charAt(at) != '\n') {
                value.append(text.charAt(at++));
            }
        }
        return new Token(Kind.QUOTED, value.toString());
    }

    /** A reference ends before the line does, whatever it holds. */
    private void expandReference(StringBuilder into) {
        macros.at(place());
        at = macros.expandReference(text, at + 1, lineEnd(), into);
    }

    private String sign(char character) {
        var two = text.startsWith("&&", at)
                || text.startsWith("||", at)
                || text.startsWith("!=", at)
                || text.startsWith("<=", at)
                || text.startsWith(">=", at)
                || text.startsWith(":=", at)
                || text.startsWith("+=", at);
        if (two) {
            return text.substring(at, at + 2);
        }
        return "=<>!()".indexOf(character) >= 0 ? String.valueOf(character) : "";
    }

    private void ignore(char character) {
        messages.warn(place(), "ignoring unsupported character '" + character + "'");
        at++;
    }

    /** Where the line ends; a line of many references is searched once. */
    private int lineEnd() {
        if (at < lineEndFrom || at > lineEnd) {
            var end = text.indexOf('\n', at);
            lineEnd = end < 0 ? text.length() : end;
            lineEndFrom = at;
        }
        return lineEnd;
    }

    private static boolean isWord(char character) {
        return character >= 'a' && character <= 'z'
                || character >= 'A' && character <= 'Z'
                || character >= '0' && character <= '9'
                || character == '_'
                || character == '-';
    }
}
