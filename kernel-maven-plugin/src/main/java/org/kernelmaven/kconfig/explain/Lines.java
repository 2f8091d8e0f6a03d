package org.kernelmaven.kconfig.explain;

import java.util.ArrayList;
import java.util.List;

/** Text for a terminal: titled items, folded at spaces. */
final class Lines {

    private static final int WIDTH = 110;
    private static final int INDENT = 2;
    private static final int TITLE = 13;

    private final List<String> lines = new ArrayList<>();

    void add(String line) {
        lines.add(line);
    }

    void sentence(String text) {
        folded(" ".repeat(INDENT), " ".repeat(INDENT), text);
    }

    /** One of a list; what does not fit stands further in. */
    void entry(String text) {
        folded(" ".repeat(INDENT), " ".repeat(2 * INDENT), text);
    }

    void item(String title, String text) {
        items(title, List.of(text));
    }

    /** One item a line; the title stands before the first. */
    void items(String title, List<String> texts) {
        var first = title;
        for (var text : texts) {
            folded(
                    " ".repeat(INDENT) + first + " ".repeat(TITLE - first.length()),
                    " ".repeat(INDENT + TITLE + 2),
                    text);
            first = "";
        }
    }

    private void folded(String start, String further, String text) {
        var line = new StringBuilder(start);
        var empty = true;
        for (var word : text.split(" ", -1)) {
            if (!empty && line.length() + 1 + word.length() > WIDTH) {
                lines.add(line.toString());
                line = new StringBuilder(further);
                empty = true;
            }
            line.append(empty ? "" : " ").append(word);
            empty = false;
        }
        lines.add(line.toString());
    }

    List<String> list() {
        return List.copyOf(lines);
    }
}
