package org.kernelmaven.kconfig.language;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.kernelmaven.kconfig.language.Expression.Operator;

/**
 * Which entries after a symbol's definition belong below it: those that vanish when the symbol is n, and those that
 * depend on it and are only seen where it is seen ({@code Documentation/kbuild/kconfig-language.rst}, "Menu
 * structure").
 */
final class Submenu {

    /** A condition that an expression is not n, in a form that can be compared. */
    private sealed interface Form {}

    /** A comparison or a symbol that is not n. */
    private record Literal(Symbol symbol, Operator operator, @Nullable Symbol other) implements Form {}

    /** All hold. */
    private record All(Set<Form> forms) implements Form {}

    /** One holds. */
    private record Any(Set<Form> forms) implements Form {}

    private final Symbol symbol;
    private final Entry entry;
    private @Nullable Set<Form> shown;

    Submenu(Entry entry, Symbol symbol) {
        this.symbol = symbol;
        this.entry = entry;
    }

    /** When the symbol is seen; most are asked for it never. */
    private Set<Form> shown() {
        if (shown == null) {
            var prompt = entry.prompt();
            shown = prompt == null ? Set.of() : conditions(prompt.condition());
        }
        return shown;
    }

    /** Whether that entry belongs below the symbol. */
    boolean takes(Entry next) {
        var condition =
                next.prompt() == null ? next.dependency() : next.prompt().condition();
        return Expression.mentions(condition, symbol)
                && (Expression.conjuncts(condition).stream().anyMatch(this::needsSymbol)
                        || conditions(condition).containsAll(shown()));
    }

    private boolean needsSymbol(Expression conjunct) {
        if (conjunct instanceof Expression.Value value) {
            return value.symbol() == symbol;
        }
        if (conjunct instanceof Expression.Comparison comparison && comparison.left() == symbol) {
            var other = comparison.right().label();
            return (comparison.operator() == Operator.EQUAL && (other.equals("y") || other.equals("m")))
                    || (comparison.operator() == Operator.UNEQUAL && other.equals("n"));
        }
        return false;
    }

    private static Set<Form> conditions(@Nullable Expression expression) {
        if (expression == null) {
            return Set.of();
        }
        var form = form(expression, false);
        return form instanceof All all ? all.forms() : Set.of(form);
    }

    private static Form form(Expression expression, boolean inverted) {
        if (expression instanceof Expression.Not not) {
            return form(not.operand(), !inverted);
        }
        if (expression instanceof Expression.And and) {
            return inverted ? any(and.operands(), true) : all(and.operands(), false);
        }
        if (expression instanceof Expression.Or or) {
            return inverted ? all(or.operands(), true) : any(or.operands(), false);
        }
        if (expression instanceof Expression.Value value) {
            return new Literal(value.symbol(), inverted ? Operator.EQUAL : Operator.UNEQUAL, null);
        }
        return literal((Expression.Comparison) expression, inverted);
    }

    private static Form literal(Expression.Comparison comparison, boolean inverted) {
        var operator = inverted ? comparison.operator().inverse() : comparison.operator();
        var other = comparison.right();
        if (comparison.left().type() == Symbol.Type.BOOL && other.isConstant()) {
            // A bool has two values, so each comparison says whether it is n.
            var isN = (operator == Operator.EQUAL && other.label().equals("n"))
                    || (operator == Operator.UNEQUAL && other.label().equals("y"));
            var isY = (operator == Operator.EQUAL && other.label().equals("y"))
                    || (operator == Operator.UNEQUAL && other.label().equals("n"));
            if (isN || isY) {
                return new Literal(comparison.left(), isN ? Operator.EQUAL : Operator.UNEQUAL, null);
            }
        }
        var isNothing = other.isConstant() && other.label().equals("n");
        return new Literal(comparison.left(), operator, isNothing ? null : other);
    }

    private static Form all(List<Expression> operands, boolean inverted) {
        var forms = new HashSet<Form>();
        for (var operand : operands) {
            var form = form(operand, inverted);
            if (form instanceof All inner) {
                forms.addAll(inner.forms());
            } else {
                forms.add(form);
            }
        }
        return new All(forms);
    }

    private static Form any(List<Expression> operands, boolean inverted) {
        var forms = new HashSet<Form>();
        for (var operand : operands) {
            var form = form(operand, inverted);
            if (form instanceof Any inner) {
                forms.addAll(inner.forms());
            } else {
                forms.add(form);
            }
        }
        return new Any(forms);
    }
}
