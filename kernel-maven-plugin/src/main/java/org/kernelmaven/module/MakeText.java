package org.kernelmaven.module;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The variables of a makefile, expanded as make would, as far as text alone tells: nothing is run, no file is looked
 * for, and of a function's alternatives all count.
 */
final class MakeText {

    private static final int MOST_DEPTH = 20;
    private static final int MOST_CHARACTERS = 1 << 20;

    private final Map<String, String> variables;

    MakeText(Map<String, String> variables) {
        this.variables = new HashMap<>(variables);
    }

    /** An assignment as make carries it out; {@code :=} and {@code ::=} expand at once. */
    void assign(String name, String operator, String value) {
        switch (operator) {
            case "+=" -> variables.merge(name, value, (before, more) -> bounded(before + " " + more));
            case "?=" -> variables.putIfAbsent(name, value);
            case "=" -> variables.put(name, value);
            default -> variables.put(name, expand(value));
        }
    }

    /** The text with its references replaced; what nobody set is empty. */
    String expand(String text) {
        return expand(text, 0);
    }

    private String expand(String text, int depth) {
        if (depth > MOST_DEPTH || text.indexOf('$') < 0) {
            return text;
        }
        var expanded = new StringBuilder();
        for (var i = 0; i < text.length() && expanded.length() < MOST_CHARACTERS; i++) {
            var c = text.charAt(i);
            if (c != '$' || i + 1 == text.length()) {
                expanded.append(c);
                continue;
            }
            var next = text.charAt(i + 1);
            if (next != '(' && next != '{') {
                i++; // $$, or an automatic variable, which only a recipe has
                continue;
            }
            var end = end(text, i + 2, next == '(' ? ')' : '}');
            expanded.append(reference(text.substring(i + 2, end), depth));
            i = end;
        }
        return expanded.toString();
    }

    private String reference(String inner, int depth) {
        var blank = inner.indexOf(' ');
        if (blank < 0) {
            var name = expand(inner, depth + 1);
            var substitution = name.indexOf(':');
            return substitution < 0 ? value(name, depth) : substituted(name, substitution, depth);
        }
        var arguments = arguments(inner.substring(blank + 1)).stream()
                .map(argument -> expand(argument, depth + 1))
                .toList();
        var last = arguments.get(arguments.size() - 1);
        return switch (inner.substring(0, blank)) {
            case "addprefix" -> words(last, word -> arguments.get(0).strip() + word);
            case "addsuffix" -> words(last, word -> word + arguments.get(0).strip());
            case "strip", "sort", "abspath", "realpath" -> last;
            case "patsubst" ->
                arguments.size() < 3
                        ? ""
                        : words(
                                last,
                                word -> patsubst(
                                        arguments.get(0).strip(),
                                        arguments.get(1).strip(),
                                        word));
            case "if", "or", "and" -> String.join(" ", arguments);
            default -> "";
        };
    }

    private String value(String name, int depth) {
        return expand(variables.getOrDefault(name, ""), depth + 1);
    }

    /** {@code $(NAME:.c=.o)}. */
    private String substituted(String reference, int colon, int depth) {
        var rule = reference.substring(colon + 1).split("=", 2);
        var value = value(reference.substring(0, colon), depth);
        if (rule.length < 2) {
            return value;
        }
        var wild = rule[0].contains("%");
        return words(value, word -> patsubst(wild ? rule[0] : "%" + rule[0], wild ? rule[1] : "%" + rule[1], word));
    }

    private static String patsubst(String pattern, String replacement, String word) {
        var percent = pattern.indexOf('%');
        if (percent < 0) {
            return word.equals(pattern) ? replacement : word;
        }
        var before = pattern.substring(0, percent);
        var after = pattern.substring(percent + 1);
        if (word.length() < before.length() + after.length() || !word.startsWith(before) || !word.endsWith(after)) {
            return word;
        }
        var stem = word.substring(before.length(), word.length() - after.length());
        return replacement.replace("%", stem);
    }

    private static String words(String text, java.util.function.UnaryOperator<String> change) {
        return Arrays.stream(text.split("\\s+"))
                .filter(word -> !word.isEmpty())
                .map(change)
                .collect(Collectors.joining(" "));
    }

    /** Splits at the commas that are in no reference. */
    private static List<String> arguments(String text) {
        var arguments = new ArrayList<String>();
        var depth = 0;
        var start = 0;
        for (var i = 0; i < text.length(); i++) {
            switch (text.charAt(i)) {
                case '(', '{' -> depth++;
                case ')', '}' -> depth--;
                case ',' -> {
                    if (depth == 0) {
                        arguments.add(text.substring(start, i));
                        start = i + 1;
                    }
                }
                default -> {}
            }
        }
        arguments.add(text.substring(start));
        return arguments;
    }

    /** Where the bracket closes that was opened before {@code from}; the text's end where it does not. */
    private static int end(String text, int from, char closing) {
        var opening = closing == ')' ? '(' : '{';
        var depth = 1;
        for (var i = from; i < text.length(); i++) {
            var c = text.charAt(i);
            if (c == opening) {
                depth++;
            } else if (c == closing && --depth == 0) {
                return i;
            }
        }
        return text.length();
    }

    private static String bounded(String value) {
        return value.length() > MOST_CHARACTERS ? value.substring(0, MOST_CHARACTERS) : value;
    }
}
