package org.kernelmaven.kconfig;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.kernelmaven.kconfig.ConfigValue.Tristate;

/**
 * A Kconfig expression such as {@code NET && (PCI || !ARM) && X != y}, evaluated against a resolved config.
 *
 * <p>{@code &&} is the minimum, {@code ||} the maximum, {@code !} swaps y and n
 * ({@code Documentation/kbuild/kconfig-language.rst}). Macros cannot be evaluated.
 */
final class Expression {

    private static final Pattern TOKEN =
            Pattern.compile("\\s*(&&|\\|\\||!=|<=|>=|[!=<>()]|\"[^\"]*\"|'[^']*'|[A-Za-z0-9_.-]+)");
    private static final int MAX_DEPTH = 100;

    private final List<String> tokens;
    private final DotConfig config;
    private int at;
    private int depth;

    private Expression(List<String> tokens, DotConfig config) {
        this.tokens = tokens;
        this.config = config;
    }

    /** Evaluates; null where the expression is not understood. */
    static @Nullable Tristate evaluate(String text, DotConfig config) {
        var tokens = new ArrayList<String>();
        var matcher = TOKEN.matcher(text);
        var end = 0;
        while (end < text.length() && matcher.find(end) && matcher.start() == end) {
            tokens.add(matcher.group(1));
            end = matcher.end();
        }
        if (!text.substring(end).isBlank()) {
            return null;
        }
        var expression = new Expression(tokens, config);
        var value = expression.or();
        return expression.at == tokens.size() ? value : null;
    }

    private @Nullable Tristate or() {
        var value = and();
        while (value != null && accept("||")) {
            var right = and();
            value = right == null ? null : value.compareTo(right) >= 0 ? value : right;
        }
        return value;
    }

    private @Nullable Tristate and() {
        var value = not();
        while (value != null && accept("&&")) {
            var right = not();
            value = right == null ? null : value.compareTo(right) <= 0 ? value : right;
        }
        return value;
    }

    private @Nullable Tristate not() {
        if (++depth > MAX_DEPTH) {
            return null;
        }
        try {
            if (accept("!")) {
                var value = not();
                return value == null ? null : inverse(value);
            }
            if (accept("(")) {
                var value = or();
                return accept(")") ? value : null;
            }
            return comparison();
        } finally {
            depth--;
        }
    }

    private static Tristate inverse(Tristate value) {
        return switch (value) {
            case N -> Tristate.Y;
            case M -> Tristate.M;
            case Y -> Tristate.N;
        };
    }

    private @Nullable Tristate comparison() {
        if (at >= tokens.size() || !isOperand(tokens.get(at))) {
            return null;
        }
        var left = tokens.get(at++);
        for (var operator : List.of("=", "!=")) {
            if (accept(operator)) {
                if (at >= tokens.size() || !isOperand(tokens.get(at))) {
                    return null;
                }
                var equal = text(left).equals(text(tokens.get(at++)));
                return equal == operator.equals("=") ? Tristate.Y : Tristate.N;
            }
        }
        return at < tokens.size() && List.of("<", ">", "<=", ">=").contains(tokens.get(at)) ? null : tristate(left);
    }

    private boolean accept(String token) {
        if (at < tokens.size() && tokens.get(at).equals(token)) {
            at++;
            return true;
        }
        return false;
    }

    private static boolean isOperand(String token) {
        var first = token.charAt(0);
        return first == '"' || first == '\'' || Character.isLetterOrDigit(first) || first == '_' || first == '-';
    }

    private Tristate tristate(String operand) {
        return switch (operand) {
            case "y" -> Tristate.Y;
            case "m" -> Tristate.M;
            case "n" -> Tristate.N;
            default -> config.tristate(operand);
        };
    }

    private String text(String operand) {
        var first = operand.charAt(0);
        if (first == '"' || first == '\'') {
            return operand.substring(1, operand.length() - 1);
        }
        var value = config.get(operand);
        if (value.isEmpty()) {
            return operand.equals(operand.toUpperCase(java.util.Locale.ROOT)) && Character.isLetter(first)
                    ? "n"
                    : operand;
        }
        return value.get() instanceof ConfigValue.Text text
                ? text.text()
                : value.get().toString();
    }
}
