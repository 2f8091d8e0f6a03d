package org.kernelmaven.kconfig;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Works out variables that a makefile sets: assignments, conditionals and the functions of words and names that the
 * kernel's small makefiles use. Rules and all else are passed over; no command is run.
 */
final class MakeVariables {

    private static final Pattern ASSIGNMENT = Pattern.compile(
            "(?:(?:export|override) +)*([A-Za-z0-9_-]+(?:\\$\\([A-Za-z0-9_]+\\))?)\\s*(:=|::=|\\?=|\\+=|=)\\s*(.*)");
    private static final Pattern CONDITIONAL = Pattern.compile("(ifeq|ifneq|ifdef|ifndef|else|endif)\\b\\s*(.*)");
    private static final Pattern ASKS_FOR_PROGRAM =
            Pattern.compile("(?:which|command -v(?: --)?) +(\\S+)(?: +2>/dev/null)?");
    private static final int MAX_DEPTH = 50;

    private record Variable(String text, boolean recursive) {}

    private final Map<String, Variable> variables = new HashMap<>();
    private final Set<String> fixed;
    private final java.util.function.Function<String, String> programs;
    private int depth;

    /**
     * @param given the command line's variables: no assignment changes them
     * @param programs where a program is; empty where it is nowhere
     */
    MakeVariables(Map<String, String> given, java.util.function.Function<String, String> programs) {
        this.fixed = Set.copyOf(given.keySet());
        this.programs = programs;
        given.forEach(this::set);
    }

    /** Sets a variable as an assignment before the makefile would. */
    void set(String name, String value) {
        variables.put(name, new Variable(value, false));
    }

    /** A variable's value; empty where it has none. */
    String get(String name) {
        var variable = variables.get(name);
        if (variable == null) {
            return "";
        }
        return variable.recursive() ? expand(variable.text()) : variable.text();
    }

    /** Reads a makefile. */
    void read(String makefile) {
        // Of each conditional around: whether its branch counts, and whether an earlier one did.
        Deque<boolean[]> open = new ArrayDeque<>();
        var inRule = false;
        var inDefine = false;
        for (var raw : makefile.replaceAll("[ \t]*\\\\\n[ \t]*", " ").split("\n")) {
            // Blanks at the end of a line belong to a value.
            var line = comment(raw).stripLeading();
            if (inDefine || line.startsWith("define ")) {
                inDefine = !line.strip().equals("endef");
                continue;
            }
            var conditional = CONDITIONAL.matcher(line);
            if (inRule && raw.startsWith("\t")) {
                continue;
            }
            if (conditional.matches()) {
                branch(open, conditional.group(1), conditional.group(2));
                continue;
            }
            if (!open.stream().allMatch(state -> state[0])) {
                continue;
            }
            var assignment = ASSIGNMENT.matcher(line);
            if (assignment.matches()) {
                assign(expand(assignment.group(1)), assignment.group(2), assignment.group(3));
                inRule = false;
            } else if (line.contains(":")) {
                inRule = true;
            }
        }
    }

    private static String comment(String line) {
        var hash = line.indexOf('#');
        return hash < 0 ? line : line.substring(0, hash);
    }

    private void branch(Deque<boolean[]> open, String word, String rest) {
        switch (word) {
            case "endif" -> open.pollFirst();
            case "else" -> {
                var state = open.peekFirst();
                if (state == null) {
                    return;
                }
                var more = CONDITIONAL.matcher(rest.strip());
                state[0] = !state[1] && (!more.matches() || holds(more.group(1), more.group(2)));
                state[1] |= state[0];
            }
            default -> {
                var holds = holds(word, rest);
                open.addFirst(new boolean[] {holds, holds});
            }
        }
    }

    private boolean holds(String word, String rest) {
        if (word.equals("ifdef") || word.equals("ifndef")) {
            var variable = variables.get(expand(rest).strip());
            return word.equals("ifdef") == (variable != null && !variable.text().isEmpty());
        }
        var inner = rest.strip();
        var sides = inner.startsWith("(") && inner.endsWith(")")
                ? split(inner.substring(1, inner.length() - 1), 2)
                : List.of(inner);
        return sides.size() == 2
                && word.equals("ifeq")
                        == expand(sides.get(0))
                                .strip()
                                .equals(expand(sides.get(1)).strip());
    }

    private void assign(String name, String operator, String text) {
        if (fixed.contains(name) || (operator.equals("?=") && variables.containsKey(name))) {
            return;
        }
        var known = variables.get(name);
        if (operator.equals("+=")) {
            var more = known == null || known.recursive() ? text : expand(text);
            var whole = known == null || known.text().isEmpty() ? more : known.text() + " " + more;
            variables.put(name, new Variable(whole, known == null || known.recursive()));
        } else {
            var recursive = operator.equals("=") || operator.equals("?=");
            variables.put(name, new Variable(recursive ? text : expand(text), recursive));
        }
    }

    /** Expands all references in a text. */
    String expand(String text) {
        if (text.indexOf('$') < 0) {
            return text;
        }
        if (++depth > MAX_DEPTH) {
            depth--;
            return "";
        }
        var expanded = new StringBuilder();
        var at = 0;
        while (at < text.length()) {
            var character = text.charAt(at++);
            if (character != '$' || at == text.length()) {
                expanded.append(character);
            } else if (text.charAt(at) == '(' || text.charAt(at) == '{') {
                var end = closing(text, at);
                expanded.append(reference(text.substring(at + 1, end)));
                at = end + 1;
            } else {
                var name = text.charAt(at++);
                expanded.append(name == '$' ? "$" : get(String.valueOf(name)));
            }
        }
        depth--;
        return expanded.toString();
    }

    private static int closing(String text, int start) {
        var open = text.charAt(start);
        var close = open == '(' ? ')' : '}';
        var nested = 0;
        for (var at = start; at < text.length(); at++) {
            if (text.charAt(at) == open) {
                nested++;
            } else if (text.charAt(at) == close && --nested == 0) {
                return at;
            }
        }
        return text.length() - 1;
    }

    private String reference(String inner) {
        var blank = inner.indexOf(' ');
        if (blank > 0 && inner.substring(0, blank).matches("[a-z-]+")) {
            return function(
                    inner.substring(0, blank), split(inner.substring(blank + 1).stripLeading(), 9));
        }
        var name = expand(inner);
        var colon = name.indexOf(':');
        var equals = name.indexOf('=', colon);
        if (colon > 0 && equals > colon) {
            var from = name.substring(colon + 1, equals);
            var to = name.substring(equals + 1);
            var percent = from.contains("%");
            return mapped(get(name.substring(0, colon)), percent ? from : "%" + from, percent ? to : "%" + to);
        }
        return get(name);
    }

    private String function(String name, List<String> arguments) {
        if (name.equals("foreach")) {
            return arguments.size() == 3 ? each(arguments) : "";
        }
        var all = arguments.stream().map(this::expand).toList();
        var first = all.get(0);
        var last = all.get(all.size() - 1);
        return switch (name) {
            case "findstring" -> last.contains(first) ? first : "";
            case "filter", "filter-out" -> {
                var patterns = words(first).map(MakeVariables::pattern).toList();
                Predicate<String> matches = word -> patterns.stream()
                        .anyMatch(pattern -> pattern.matcher(word).matches());
                yield words(last)
                        .filter(name.equals("filter") ? matches : matches.negate())
                        .collect(Collectors.joining(" "));
            }
            case "subst" -> last.replace(first, all.get(Math.min(1, all.size() - 1)));
            case "patsubst" -> mapped(last, first, all.get(Math.min(1, all.size() - 1)));
            case "notdir" -> each(first, word -> word.substring(word.lastIndexOf('/') + 1));
            case "dir" -> each(first, word -> word.contains("/") ? word.substring(0, word.lastIndexOf('/') + 1) : "./");
            case "firstword" -> words(first).findFirst().orElse("");
            case "strip" -> words(first).collect(Collectors.joining(" "));
            case "if" -> first.isBlank() ? all.size() > 2 ? all.get(2) : "" : all.get(Math.min(1, all.size() - 1));
            case "shell" -> program(first.strip());
            case "call" ->
                first.equals("cc-cross-prefix")
                        ? words(last)
                                .filter(prefix ->
                                        !programs.apply(prefix + "gcc").isEmpty())
                                .findFirst()
                                .orElse("")
                        : "";
            default -> "";
        };
    }

    private String program(String command) {
        var matcher = ASKS_FOR_PROGRAM.matcher(command);
        return matcher.matches() ? programs.apply(matcher.group(1)) : "";
    }

    private String each(List<String> arguments) {
        var name = expand(arguments.get(0)).strip();
        var before = variables.get(name);
        var results = new ArrayList<String>();
        for (var word : words(expand(arguments.get(1))).toList()) {
            set(name, word);
            results.add(expand(arguments.get(2)));
        }
        if (before == null) {
            variables.remove(name);
        } else {
            variables.put(name, before);
        }
        return String.join(" ", results);
    }

    private static String each(String text, java.util.function.UnaryOperator<String> change) {
        return words(text).map(change).collect(Collectors.joining(" "));
    }

    private static String mapped(String text, String from, String to) {
        var pattern = pattern(from);
        return each(text, word -> {
            var matcher = pattern.matcher(word);
            if (!matcher.matches()) {
                return word;
            }
            return matcher.groupCount() > 0 ? to.replace("%", matcher.group(1)) : to;
        });
    }

    private static Pattern pattern(String word) {
        return Pattern.compile(
                Arrays.stream(word.split("%", 2)).map(Pattern::quote).collect(Collectors.joining("(.*)")));
    }

    private static Stream<String> words(String text) {
        return Arrays.stream(text.strip().split("\\s+")).filter(word -> !word.isEmpty());
    }

    /** The parts between commas that no bracket holds; the last one takes the rest. */
    private static List<String> split(String text, int most) {
        var parts = new ArrayList<String>();
        var nested = 0;
        var start = 0;
        for (var at = 0; at < text.length() && parts.size() < most - 1; at++) {
            var character = text.charAt(at);
            if (character == '(' || character == '{') {
                nested++;
            } else if (character == ')' || character == '}') {
                nested--;
            } else if (character == ',' && nested == 0) {
                parts.add(text.substring(start, at));
                start = at + 1;
            }
        }
        parts.add(text.substring(start));
        return parts;
    }
}
