package org.kernelmaven.kconfig.language;

/**
 * A help text in a file, from the line after the keyword: it ends before the first line that is indented less than its
 * first one. As in conf, the line end before it belongs to the text only if that line is indented at all.
 *
 * <p>Most of a tree's Kconfig files is help that nobody asks for: it is passed over, and put together where somebody
 * does.
 */
final class HelpText {

    /** Room for most. */
    private static final int USUAL = 512;

    private final String file;
    private final int start;
    private final int end;
    private final int lines;
    private boolean blank = true;

    /** @param start where the line begins */
    HelpText(String file, int start) {
        this.file = file;
        this.start = start;
        var indentation = -1;
        var count = 0;
        var at = start;
        while (at < file.length()) {
            var word = word(at);
            var lineEnd = Lexer.lineEnd(file, word);
            if (word < lineEnd) {
                var column = column(at, word);
                if (column < indentation || (column == 0 && count > 0)) {
                    break;
                }
                indentation = indentation < 0 ? column : indentation;
                blank = blank && stripped(word, lineEnd) == word;
            }
            at = Math.min(lineEnd + 1, file.length());
            count++;
        }
        this.end = at;
        this.lines = count;
    }

    /** Where the line begins that is none of it. */
    int end() {
        return end;
    }

    /** How many lines it has. */
    int lines() {
        return lines;
    }

    /** Whether it says nothing. */
    boolean isBlank() {
        return blank;
    }

    /** The text, its indentation cut. */
    String text() {
        var text = new StringBuilder(USUAL);
        var indentation = -1;
        for (var at = start; at < end; ) {
            var word = word(at);
            var lineEnd = Lexer.lineEnd(file, word);
            if (word < lineEnd) {
                var column = column(at, word);
                indentation = indentation < 0 ? column : indentation;
                text.append(" ".repeat(column - indentation)).append(file, word, stripped(word, lineEnd));
            }
            if (word == lineEnd || lineEnd < file.length()) {
                text.append('\n');
            }
            at = Math.min(lineEnd + 1, file.length());
        }
        if (lines > 0 && end < file.length() && word(end) == end) {
            text.setLength(text.length() - 1);
        }
        return text.toString();
    }

    /** Where a line's blanks end. */
    private int word(int from) {
        var word = from;
        while (word < file.length() && (file.charAt(word) == ' ' || file.charAt(word) == '\t')) {
            word++;
        }
        return word;
    }

    private int column(int from, int word) {
        var column = 0;
        for (var at = from; at < word; at++) {
            column = file.charAt(at) == '\t' ? (column & ~7) + 8 : column + 1;
        }
        return column;
    }

    private int stripped(int from, int to) {
        var last = to;
        while (last > from && Character.isWhitespace(file.charAt(last - 1))) {
            last--;
        }
        return last;
    }
}
