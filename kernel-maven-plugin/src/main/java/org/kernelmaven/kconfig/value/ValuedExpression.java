package org.kernelmaven.kconfig.value;

import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.kernelmaven.kconfig.language.Expression;
import org.kernelmaven.kconfig.language.Symbol;
import org.kernelmaven.kconfig.language.Symbol.Type;

/** An expression with the value of each symbol beside it: {@code NET [=y] && !PCI [=n]}. */
public final class ValuedExpression {

    private ValuedExpression() {}

    /** The text; {@code y} for what has no expression. */
    public static String text(Configuration configuration, @Nullable Expression expression) {
        if (expression == null) {
            return "y";
        }
        if (expression instanceof Expression.Value value) {
            return valued(configuration, value.symbol());
        }
        if (expression instanceof Expression.Comparison comparison) {
            return valued(configuration, comparison.left())
                    + comparison.operator().sign()
                    + valued(configuration, comparison.right());
        }
        if (expression instanceof Expression.Not not) {
            var simple = not.operand() instanceof Expression.Value || not.operand() instanceof Expression.Not;
            var inner = text(configuration, not.operand());
            return simple ? "!" + inner : "!(" + inner + ")";
        }
        if (expression instanceof Expression.And and) {
            return and.operands().stream()
                    .map(operand -> operand instanceof Expression.Or
                            ? "(" + text(configuration, operand) + ")"
                            : text(configuration, operand))
                    .collect(Collectors.joining(" && "));
        }
        return ((Expression.Or) expression)
                .operands().stream()
                        .map(operand -> text(configuration, operand))
                        .collect(Collectors.joining(" || "));
    }

    private static String valued(Configuration configuration, Symbol symbol) {
        return symbol.type() == Type.UNKNOWN || symbol.name() == null
                ? symbol.label()
                : symbol.label() + " [=" + configuration.text(symbol) + "]";
    }
}
