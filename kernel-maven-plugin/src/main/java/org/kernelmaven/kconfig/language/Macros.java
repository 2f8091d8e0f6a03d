package org.kernelmaven.kconfig.language;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The macro language: variables, user functions and built-in functions
 * ({@code Documentation/kbuild/kconfig-macro-language.rst}).
 */
final class Macros {

    private static final int MAX_ARGUMENTS = 16;
    private static final int MAX_DEPTH = 5_000;
    private static final int MAX_RECURSION = 1_000;
    private static final int MAX_LENGTH = 1 << 20;

    /** All references of a kernel tree together take a thousandth of it. */
    private static final long MAX_WORK = 1L << 28;

    /** What a reference costs besides its characters. */
    private static final int STEP = 64;

    /** A variable; a recursive one is expanded where it is used. */
    private static final class Variable {
        private final String name;
        private boolean recursive;
        private String value = "";
        private int open;

        Variable(String name) {
            this.name = name;
        }
    }

    private final KconfigSource source;
    private final Messages messages;
    private final Map<String, Variable> variables = new HashMap<>();
    private final Map<String, String> environment = new TreeMap<>();
    private Place place = new Place("<none>", 0);
    private int depth;
    private long work;

    Macros(KconfigSource source, Messages messages) {
        this.source = source;
        this.messages = messages;
    }

    /** The environment variables that were used, with their values. */
    Map<String, String> environment() {
        return environment;
    }

    void at(Place current) {
        place = current;
    }

    void assign(String name, String operator, String text) {
        var known = variables.get(name);
        var append = operator.equals("+=");
        var variable = known == null ? new Variable(name) : known;
        if (!append) {
            variable.recursive = operator.equals("=");
        } else if (known == null) {
            variable.recursive = true;
        }
        var value = variable.recursive ? text : expand(text);
        variable.value = append && known != null ? bounded(variable.value + " " + value) : value;
        work(variable.value.length());
        variables.put(name, variable);
    }

    /** Expands all references in a text. */
    String expand(String text) {
        try {
            return expand(text, List.of());
        } catch (StackOverflowError e) {
            throw tooDeep();
        }
    }

    private KconfigException tooDeep() {
        return messages.fatal(place, "Too deep recursive expansion");
    }

    /**
     * Expands the reference whose {@code $} stands before the start.
     *
     * @param end of the line
     * @return where the text goes on
     */
    int expandReference(String text, int start, int end, StringBuilder into) {
        try {
            var next = reference(text, start, end, into, List.of());
            bound(into.length());
            return next;
        } catch (StackOverflowError e) {
            throw tooDeep();
        }
    }

    /**
     * Where the reference ends whose {@code $} stands before the start.
     *
     * @return 0 where there is none, or not all of it
     */
    static int end(String text, int start) {
        return start < text.length() && text.charAt(start) == '(' ? closing(text, start, text.length()) + 1 : 0;
    }

    /** What a text becomes that is one reference, and no more. */
    Answer answer(String reference) {
        try {
            return answer(reference, List.of());
        } catch (StackOverflowError e) {
            throw tooDeep();
        }
    }

    private Answer answer(String text, List<String> arguments) {
        if (text.startsWith("$") && end(text, 1) == text.length()) {
            work(text.length());
            return clause(text.substring(2, text.length() - 1), arguments);
        }
        return new Answer.Known(expand(text, arguments));
    }

    private String expand(String text, List<String> arguments) {
        var dollar = text.indexOf('$');
        if (dollar < 0) {
            return text;
        }
        var expanded = new StringBuilder();
        var at = 0;
        while (dollar >= 0) {
            expanded.append(text, at, dollar);
            at = reference(text, dollar + 1, text.length(), expanded, arguments);
            bound(expanded.length());
            dollar = text.indexOf('$', at);
        }
        return bounded(expanded.append(text, at, text.length()).toString());
    }

    private int reference(String text, int start, int end, StringBuilder into, List<String> arguments) {
        if (start >= end || text.charAt(start) != '(') {
            into.append('$');
            return start;
        }
        var closing = closing(text, start, end);
        if (closing < 0) {
            throw messages.fatal(
                    place, "unterminated reference to '" + text.substring(start + 1, end) + "': missing ')'");
        }
        var value = clause(text.substring(start + 1, closing), arguments).text();
        work(closing - start + value.length());
        into.append(value);
        return closing + 1;
    }

    /** Where the bracket that opens at the start is closed; negative where it is not. */
    private static int closing(String text, int start, int end) {
        var open = 0;
        for (var at = start + 1; at < end; at++) {
            var character = text.charAt(at);
            if (character == '(') {
                open++;
            } else if (character == ')' && open-- == 0) {
                return at;
            }
        }
        return -1;
    }

    private Answer clause(String text, List<String> outer) {
        if (++depth > MAX_DEPTH) {
            throw tooDeep();
        }
        try {
            var position = position(text);
            if (position > 0 && position <= outer.size()) {
                return new Answer.Known(outer.get(position - 1));
            }
            var parts = split(text);
            var name = expand(parts.get(0), outer);
            var arguments = new ArrayList<String>(parts.size() - 1);
            for (var part : parts.subList(1, parts.size())) {
                arguments.add(expand(part, outer));
            }
            var variable = variables.get(name);
            if (variable != null) {
                return value(variable, arguments);
            }
            return function(name, arguments)
                    .orElseGet(() -> new Answer.Known(arguments.isEmpty() ? fromEnvironment(name) : ""));
        } finally {
            depth--;
        }
    }

    private static int position(String text) {
        return !text.isEmpty() && text.length() < 4 && text.chars().allMatch(c -> c >= '0' && c <= '9')
                ? Integer.parseInt(text)
                : 0;
    }

    private List<String> split(String text) {
        var parts = new ArrayList<String>();
        var open = 0;
        var start = 0;
        for (var at = 0; at < text.length(); at++) {
            var character = text.charAt(at);
            if (character == ',' && open == 0) {
                parts.add(text.substring(start, at));
                start = at + 1;
            } else if (character == '(') {
                open++;
            } else if (character == ')') {
                open--;
            }
        }
        parts.add(text.substring(start));
        if (parts.size() > MAX_ARGUMENTS) {
            throw messages.fatal(place, "too many function arguments");
        }
        return parts;
    }

    private Answer value(Variable variable, List<String> arguments) {
        if (!variable.recursive) {
            return new Answer.Known(variable.value);
        }
        if (arguments.isEmpty() && variable.open > 0) {
            throw messages.fatal(place, "Recursive variable '" + variable.name + "' references itself (eventually)");
        }
        if (variable.open > MAX_RECURSION) {
            throw tooDeep();
        }
        variable.open++;
        try {
            return answer(variable.value, arguments);
        } finally {
            variable.open--;
        }
    }

    private Optional<Answer> function(String name, List<String> arguments) {
        var count =
                switch (name) {
                    case "filename", "lineno" -> 0;
                    case "info", "shell" -> 1;
                    case "error-if", "warning-if" -> 2;
                    default -> -1;
                };
        if (count < 0) {
            return Optional.empty();
        }
        if (arguments.size() != count) {
            throw messages.fatal(
                    place,
                    "too " + (arguments.size() < count ? "few" : "many") + " function arguments passed to '" + name
                            + "'");
        }
        if (name.equals("shell")) {
            return Optional.of(source.shell(arguments.get(0), place));
        }
        return Optional.of(new Answer.Known(
                switch (name) {
                    case "filename" -> place.file();
                    case "lineno" -> Integer.toString(place.line());
                    case "info" -> info(arguments.get(0));
                    case "error-if" -> errorIf(arguments.get(0), arguments.get(1));
                    default -> warningIf(arguments.get(0), arguments.get(1));
                }));
    }

    private String info(String text) {
        messages.info(text);
        return "";
    }

    private String errorIf(String condition, String text) {
        if (condition.equals("y")) {
            throw messages.fatal(place, text);
        }
        return "";
    }

    private String warningIf(String condition, String text) {
        if (condition.equals("y")) {
            messages.warn(place + ": " + text);
        }
        return "";
    }

    private String fromEnvironment(String name) {
        @Nullable String value = name.isEmpty() ? null : source.environment(name);
        if (value == null) {
            return "";
        }
        environment.put(name, value);
        return value;
    }

    private String bounded(String text) {
        bound(text.length());
        return text;
    }

    private void bound(int length) {
        if (length > MAX_LENGTH) {
            throw messages.fatal(place, "the expansion of a macro has more than " + MAX_LENGTH + " characters");
        }
    }

    /** Macros that expand each other may double their work with every line. */
    private void work(int characters) {
        work += STEP + characters;
        if (work > MAX_WORK) {
            throw messages.fatal(place, "the macros expand to too much");
        }
    }
}
