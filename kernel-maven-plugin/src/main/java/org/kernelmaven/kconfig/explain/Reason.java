package org.kernelmaven.kconfig.explain;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.kernelmaven.kconfig.language.Expression;
import org.kernelmaven.kconfig.language.Symbol;
import org.kernelmaven.kconfig.language.Tristate;
import org.kernelmaven.kconfig.value.Configuration;
import org.kernelmaven.kconfig.value.ValuedExpression;

/** Says in a sentence why a symbol has its value. */
final class Reason {

    /** How far a chain of dependencies is followed to its beginning. */
    private static final int DEPTH = 5;

    private static final int SHOWN = 3;

    private final Configuration configuration;
    private final Map<String, String> origins;
    private final Unmet unmet;

    Reason(Configuration configuration, Map<String, String> origins) {
        this.configuration = configuration;
        this.origins = origins;
        this.unmet = new Unmet(configuration);
    }

    /** {@code n, because it depends on TTY, which is n, because …}; no full stop. */
    String of(Symbol symbol) {
        return shown(symbol) + ", because " + because(symbol, DEPTH);
    }

    private String shown(Symbol symbol) {
        var text = configuration.text(symbol);
        return symbol.type() == Symbol.Type.STRING ? '"' + text + '"' : text.isEmpty() ? "empty" : text;
    }

    String because(Symbol symbol) {
        return because(symbol, DEPTH);
    }

    private String because(Symbol symbol, int depth) {
        if (!symbol.isDefined()) {
            return "no Kconfig file of this architecture defines it";
        }
        if (!symbol.isLogical()) {
            return text(symbol, depth);
        }
        if (symbol.choice() != null) {
            return member(symbol, symbol.choice(), depth);
        }
        var value = configuration.tristate(symbol);
        var shown = configuration.visibility(symbol);
        var asked = configuration.isAsked(symbol) && shown != Tristate.N;
        var own = asked ? configuration.askedTristate(symbol).and(shown) : byDefault(symbol);
        if (value != Tristate.N && configuration.selection(symbol) == value && own.compareTo(value) < 0) {
            return "it is selected by " + reverses(symbol.selectors(), value);
        }
        if (asked && configuration.askedTristate(symbol).compareTo(value) > 0) {
            return limited(symbol, depth);
        }
        if (asked && !isDefault(symbol)) {
            return asked(symbol, value.letter());
        }
        return value == Tristate.N ? off(symbol, depth) : on(symbol, value);
    }

    /** A complete configuration states what is so by default, too: that is no reason. */
    private boolean isDefault(Symbol symbol) {
        return !origins.containsKey(symbol.label())
                && configuration.text(symbol).equals(configuration.defaultText(symbol));
    }

    private Tristate byDefault(Symbol symbol) {
        return configuration
                .defaultNow(symbol)
                .map(given -> configuration.evaluate(given.value()).and(configuration.evaluate(given.condition())))
                .orElse(Tristate.N);
    }

    private String asked(Symbol symbol, String value) {
        var origin = origins.get(symbol.label());
        return origin == null
                ? "the configuration that it starts from says " + value
                : value + " was asked for (" + origin + ")";
    }

    private String limited(Symbol symbol, int depth) {
        var asked = asked(symbol, configuration.askedTristate(symbol).letter()) + ", but ";
        if (configuration.tristate(configuration.kconfig().modules()) == Tristate.N
                && configuration.askedTristate(symbol) == Tristate.M) {
            return asked + "there are no modules without MODULES";
        }
        return asked + "it can be " + configuration.visibility(symbol).letter() + " at most: "
                + dependsOn(shownWhere(symbol), Tristate.Y, depth);
    }

    /** The conditions of its only prompt; of several prompts what they have in common is unknown. */
    private static @Nullable Expression shownWhere(Symbol symbol) {
        var prompts = symbol.prompts();
        return prompts.size() == 1 ? prompts.get(0).condition() : symbol.dependency();
    }

    private String on(Symbol symbol, Tristate value) {
        var given = configuration.defaultNow(symbol);
        if (given.isPresent() && byDefault(symbol).compareTo(value) >= 0) {
            return "that is its default (" + given.get().place() + ")";
        }
        var impliers = Reverses.atLeast(configuration, symbol.impliers(), Tristate.M);
        if (!impliers.isEmpty()) {
            return "it is implied by " + reverses(symbol.impliers(), Tristate.M);
        }
        return given.map(found -> "that is its default (" + found.place() + ")").orElse("it follows from others");
    }

    private String off(Symbol symbol, int depth) {
        var missing = unmet.of(symbol.dependency(), Tristate.M);
        if (!missing.isEmpty()) {
            return dependsOn(symbol.dependency(), Tristate.M, depth)
                    + (symbol.selectors().isEmpty() || depth < DEPTH ? "" : "; and nothing selects it");
        }
        var given = configuration.defaultNow(symbol);
        var byDefault = given.map(found -> "its default is n (" + found.place() + ")")
                .orElseGet(() -> symbol.defaults().isEmpty() ? "it has no default" : "none of its defaults holds");
        if (symbol.prompts().isEmpty()) {
            var selected = symbol.selectors().isEmpty() ? "nothing can select it" : "nothing selects it";
            return selected + ", it has no prompt, and " + byDefault;
        }
        var hidden = configuration.visibility(symbol) == Tristate.N
                ? "its prompt " + needs(shownWhere(symbol), depth) + ", and "
                : "nobody asked for it, and ";
        return hidden + byDefault;
    }

    private String needs(@Nullable Expression condition, int depth) {
        var missing = unmet.of(condition, Tristate.M);
        return missing.isEmpty() ? "is not shown" : "needs " + chained(missing, depth);
    }

    private String dependsOn(@Nullable Expression condition, Tristate level, int depth) {
        var missing = unmet.of(condition, level);
        return missing.isEmpty() ? "what it depends on does not hold" : "it depends on " + chained(missing, depth);
    }

    /** What is unmet; where that is one symbol, why, to the beginning of it. */
    private String chained(List<Expression> missing, int depth) {
        var text = unmet.text(missing);
        return depth > 0
                        && missing.size() == 1
                        && missing.get(0) instanceof Expression.Value value
                        && value.symbol().isDefined()
                ? text + ", because " + because(value.symbol(), depth - 1)
                : text;
    }

    private String member(Symbol member, Symbol choice, int depth) {
        if (configuration.visibility(member) == Tristate.N) {
            var missing = unmet.of(shownWhere(member), Tristate.M).stream()
                    .filter(part -> !(part instanceof Expression.Value value && value.symbol() == choice))
                    .toList();
            return missing.isEmpty()
                    ? "its choice (" + place(choice) + ") " + needs(shownWhere(choice), depth)
                    : "it depends on " + chained(missing, depth);
        }
        if (configuration.tristate(member) == Tristate.Y) {
            var asked = configuration.isAsked(member) && configuration.askedTristate(member) == Tristate.Y;
            return asked && origins.containsKey(member.label())
                    ? asked(member, "y")
                    : "its choice (" + place(choice) + ") picks it";
        }
        return picked(configuration, choice)
                .map(other -> "of its choice (" + place(choice) + ") " + other.label() + " is picked"
                        + Optional.ofNullable(origins.get(other.label()))
                                .map(origin -> " (" + origin + ")")
                                .orElse(""))
                .orElseGet(() -> configuration.isAsked(member)
                        ? asked(member, configuration.askedTristate(member).letter())
                        : "nobody asked for it");
    }

    static Optional<Symbol> picked(Configuration configuration, Symbol choice) {
        return choice.members().stream()
                .filter(member -> configuration.tristate(member) == Tristate.Y)
                .findFirst();
    }

    private static String place(Symbol choice) {
        return choice.entries().isEmpty()
                ? "?"
                : choice.entries().get(0).place().toString();
    }

    private String text(Symbol symbol, int depth) {
        var asked = configuration.askedText(symbol);
        var shown = configuration.visibility(symbol) != Tristate.N;
        var value = configuration.text(symbol);
        if (configuration.isAsked(symbol) && asked != null && shown && !isDefault(symbol)) {
            return value.equals(asked)
                    ? asked(symbol, asked)
                    : asked(symbol, asked) + ", which is outside the range " + range(symbol);
        }
        var given = configuration
                .defaultNow(symbol)
                .map(found -> "that is its default (" + found.place() + ")")
                .orElse("it has no default that holds");
        if (shown) {
            return "nobody asked for it, and " + given;
        }
        if (symbol.prompts().isEmpty()) {
            return "it has no prompt, and " + given;
        }
        return given + "; its prompt " + needs(shownWhere(symbol), depth);
    }

    /** The range that holds now, with its place. */
    String range(Symbol symbol) {
        return configuration
                .range(symbol)
                .map(range -> end(range.low()) + " to " + end(range.high()) + " (" + range.place() + ")")
                .orElse("of its type");
    }

    private String end(Symbol end) {
        return end.isConstant() || !end.isDefined() ? end.label() : configuration.text(end) + " (" + end.label() + ")";
    }

    String reverses(List<Symbol.Reverse> statements, Tristate level) {
        var active = Reverses.atLeast(configuration, statements, level);
        var shown = active.stream()
                .limit(SHOWN)
                .map(statement -> ValuedExpression.text(configuration, new Expression.Value(statement.selector()))
                        + " (" + statement.place() + ")")
                .collect(Collectors.joining(", "));
        return active.size() > SHOWN ? shown + " and " + (active.size() - SHOWN) + " more" : shown;
    }

    String dependsOn(Symbol symbol, Tristate level) {
        return dependsOn(shownWhere(symbol), level, DEPTH);
    }
}
