package org.kernelmaven.kconfig.value;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kernelmaven.kconfig.language.Expression;
import org.kernelmaven.kconfig.language.Symbol;
import org.kernelmaven.kconfig.language.Tristate;

/** The warning that a symbol is selected although what it depends on does not hold, in conf's form. */
record UnmetDependency(Configuration configuration, Symbol symbol) {

    String text() {
        var text = new StringBuilder("\nWARNING: unmet direct dependencies detected for ")
                .append(symbol.label())
                .append("\n  Depends on [")
                .append(configuration.evaluate(symbol.dependency()) == Tristate.M ? 'm' : 'n')
                .append("]: ")
                .append(valued(symbol.dependency()))
                .append('\n');
        for (var value : List.of(Tristate.Y, Tristate.M)) {
            var selectors = symbol.selectors().stream()
                    .filter(selector -> configuration.evaluate(selector) == value)
                    .toList();
            if (!selectors.isEmpty()) {
                text.append("  Selected by [").append(value.letter()).append("]:\n");
                for (var selector : selectors) {
                    text.append("  - ").append(valued(new Expression.Value(selector.selector())));
                    if (selector.condition() != null) {
                        var bracketed = selector.condition() instanceof Expression.Or;
                        text.append(bracketed ? " && (" : " && ")
                                .append(valued(selector.condition()))
                                .append(bracketed ? ")" : "");
                    }
                    text.append('\n');
                }
            }
        }
        return text.toString();
    }

    private String valued(@Nullable Expression expression) {
        return ValuedExpression.text(configuration, expression);
    }
}
