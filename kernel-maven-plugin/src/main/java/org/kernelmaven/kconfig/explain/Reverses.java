package org.kernelmaven.kconfig.explain;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.kernelmaven.kconfig.language.Expression;
import org.kernelmaven.kconfig.language.Symbol;
import org.kernelmaven.kconfig.language.Tristate;
import org.kernelmaven.kconfig.value.Configuration;
import org.kernelmaven.kconfig.value.ValuedExpression;

/** What {@code select} and {@code imply} statements come to. */
final class Reverses {

    private Reverses() {}

    static Tristate value(Configuration configuration, Symbol.Reverse statement) {
        return configuration.tristate(statement.selector()).and(configuration.evaluate(statement.condition()));
    }

    /** Those that give a value of that height or more. */
    static List<Symbol.Reverse> atLeast(Configuration configuration, List<Symbol.Reverse> statements, Tristate level) {
        return statements.stream()
                .filter(statement -> value(configuration, statement).compareTo(level) >= 0)
                .toList();
    }

    /** {@code NAME [=y] if CONDITION [=y] (file:line)}. */
    static String text(Configuration configuration, Symbol.Reverse statement) {
        // What the selector itself depends on is part of the condition, and says nothing new.
        var selector = statement.selector();
        var known = new ArrayList<>(Expression.conjuncts(selector.dependency()));
        selector.entries().forEach(entry -> known.addAll(Expression.conjuncts(entry.dependency())));
        var own = Expression.conjuncts(statement.condition()).stream()
                .filter(part -> !known.contains(part))
                .map(part -> ValuedExpression.text(configuration, part))
                .collect(Collectors.joining(" && "));
        return ValuedExpression.text(configuration, new Expression.Value(selector))
                + (own.isEmpty() ? "" : " if " + own)
                + " (" + statement.place() + ")";
    }
}
