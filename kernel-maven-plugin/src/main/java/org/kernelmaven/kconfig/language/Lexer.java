package org.kernelmaven.kconfig.language;

import org.jspecify.annotations.Nullable;

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

    /**
     * A token; the text of a {@link Kind#QUOTED} one is without its quotes.
     *
     * @param answer what a word will be where only a command can tell, else null
     */
    record Token(Kind kind, String text, @Nullable Answer answer) {
        Token(Kind kind, String text) {
            this(kind, text, null);
        }

        /** The text; where only a command can tell, it is waited for. */
        @Override
        public String text() {
            return answer == null ? text : answer.text();
        }

        boolean is(String sign) {
            return (kind == Kind.SIGN || kind == Kind.KEYWORD) && text.equals(sign);
        }
    }

    private static final Token EOL = new Token(Kind.EOL, "\n");
    private static final Token EOF = new Token(Kind.EOF, "");

    private static final Token AND = new Token(Kind.SIGN, "&&");
    private static final Token OR = new Token(Kind.SIGN, "||");
    private static final Token NOT = new Token(Kind.SIGN, "!");
    private static final Token EQUAL = new Token(Kind.SIGN, "=");
    private static final Token UNEQUAL = new Token(Kind.SIGN, "!=");
    private static final Token LESS = new Token(Kind.SIGN, "<");
    private static final Token LESS_EQUAL = new Token(Kind.SIGN, "<=");
    private static final Token GREATER = new Token(Kind.SIGN, ">");
    private static final Token GREATER_EQUAL = new Token(Kind.SIGN, ">=");
    private static final Token ASSIGNED = new Token(Kind.SIGN, ":=");
    private static final Token APPENDED = new Token(Kind.SIGN, "+=");
    private static final Token OPENING = new Token(Kind.SIGN, "(");
    private static final Token CLOSING = new Token(Kind.SIGN, ")");

    private final String file;
    private final String text;
    private final Words words;
    private final Macros macros;
    private final Messages messages;
    private int at;
    private int line = 1;
    private boolean endsInHelp;
    private String rest = "";
    private int restFrom;

    /** @param words of all files together */
    Lexer(String file, String text, Words words, Macros macros, Messages messages) {
        this.file = file;
        this.text = text;
        this.words = words;
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
                        if (word.answer() != null || !word.text().isEmpty()) {
                            return word;
                        }
                    } else {
                        var sign = sign(character);
                        if (sign != null) {
                            at += sign.text().length();
                            return sign;
                        }
                        ignore(character);
                    }
                }
            }
        }
        return EOF;
    }

    /** Whether the last line has no line end; a help text needs none. */
    boolean endsWithoutNewline() {
        return !endsInHelp && text.length() > 0 && text.charAt(text.length() - 1) != '\n';
    }

    /** The rest of an assignment's line, as it stands; the next token is the line's end. */
    String restOfLine() {
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
        var start = at;
        at = lineEnd();
        return text(start, at);
    }

    /** The rest of the line is passed over; the next token is the line's end. */
    void skipLine() {
        at = lineEnd();
    }

    /** A help text, from the line after the keyword on. */
    HelpText help() {
        var help = new HelpText(text, at);
        at = help.end();
        line += help.lines();
        endsInHelp |= at == text.length();
        return help;
    }

    private Token word() {
        var start = at;
        while (at < text.length() && isWord(text.charAt(at))) {
            at++;
        }
        if (at == text.length() || text.charAt(at) != '$') {
            return words.token(text, start, at);
        }
        if (at == start) {
            var end = Macros.end(line(), at + 1 - restFrom);
            if (end > 0 && !goesOn(restFrom + end)) {
                macros.at(place());
                var answer = macros.answer(rest.substring(at - restFrom, end));
                at = restFrom + end;
                return answer instanceof Answer.Known known
                        ? new Token(Kind.WORD, known.text())
                        : new Token(Kind.WORD, "", answer);
            }
        }
        var expanded = new StringBuilder(text(start, at));
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
        var start = at;
        while (at < text.length() && isPlain(text.charAt(at), quote)) {
            at++;
        }
        if (at < text.length() && text.charAt(at) == quote) {
            return new Token(Kind.QUOTED, text(start, at++));
        }
        var value = new StringBuilder(text(start, at));
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

    private static boolean isPlain(char character, char quote) {
        return character != quote && character != '\n' && character != '$' && character != '\\';
    }

    /** A reference ends before the line does, whatever it holds. */
    private void expandReference(StringBuilder into) {
        macros.at(place());
        var line = line();
        at = restFrom + macros.expandReference(line, at + 1 - restFrom, line.length(), into);
    }

    /** The line from its first reference on: one of many references is copied once. */
    private String line() {
        if (at < restFrom || at >= restFrom + rest.length()) {
            restFrom = at;
            rest = text(at, lineEnd());
        }
        return rest;
    }

    private boolean goesOn(int next) {
        return next < text.length() && (isWord(text.charAt(next)) || text.charAt(next) == '$');
    }

    private @Nullable Token sign(char character) {
        var next = at + 1 < text.length() ? text.charAt(at + 1) : ' ';
        return switch (character) {
            case '&' -> next == '&' ? AND : null;
            case '|' -> next == '|' ? OR : null;
            case '!' -> next == '=' ? UNEQUAL : NOT;
            case '<' -> next == '=' ? LESS_EQUAL : LESS;
            case '>' -> next == '=' ? GREATER_EQUAL : GREATER;
            case ':' -> next == '=' ? ASSIGNED : null;
            case '+' -> next == '=' ? APPENDED : null;
            case '=' -> EQUAL;
            case '(' -> OPENING;
            case ')' -> CLOSING;
            default -> null;
        };
    }

    private void ignore(char character) {
        messages.warn(place(), "ignoring unsupported character '" + character + "'");
        at++;
    }

    /** Where the line ends; a line of many references is searched once. */
    private int lineEnd() {
        return lineEnd(text, at);
    }

    static int lineEnd(String text, int start) {
        var end = text.indexOf('\n', start);
        return end < 0 ? text.length() : end;
    }

    private String text(int start, int end) {
        return text.substring(start, end);
    }

    private static boolean isWord(char character) {
        return (character >= 'a' && character <= 'z')
                || (character >= 'A' && character <= 'Z')
                || (character >= '0' && character <= '9')
                || character == '_'
                || character == '-';
    }
}
