package org.kernelmaven.kconfig.language;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.kernelmaven.kconfig.language.Expression.And;
import org.kernelmaven.kconfig.language.Expression.Comparison;
import org.kernelmaven.kconfig.language.Expression.Not;
import org.kernelmaven.kconfig.language.Expression.Operator;
import org.kernelmaven.kconfig.language.Expression.Or;
import org.kernelmaven.kconfig.language.Expression.Value;

/** Shortens expressions without changing what they evaluate to, the way conf does: its warnings show the short form. */
final class Simplifier {

    /** In a group of more operands on one symbol than that, only repetitions are dropped. */
    private static final int MAX_JOINED = 200;

    /** So many are compared each with each. */
    private static final int FEW = 16;

    private final Dialect dialect;
    private final Symbol no;
    private final Symbol mod;
    private final Symbol yes;

    /** @param constants the constants n, m and y, in that order */
    Simplifier(Dialect dialect, List<Symbol> constants) {
        this.dialect = dialect;
        no = constants.get(Kconfig.N);
        mod = constants.get(Kconfig.M);
        yes = constants.get(Kconfig.Y);
    }

    /** Both, with what is said twice or contradicts itself joined. */
    @Nullable
    Expression and(@Nullable Expression left, @Nullable Expression right) {
        var both = Expression.and(left, right);
        return both == null ? null : joined(both);
    }

    // Negations move inwards, and comparisons of a bool become plain symbols.

    /** With {@code !} before symbols only. */
    @Nullable
    Expression plain(@Nullable Expression expression) {
        return expression == null ? null : plain(expression, false);
    }

    private Expression plain(Expression expression, boolean inverted) {
        if (expression instanceof Not not) {
            return plain(not.operand(), !inverted);
        }
        if (expression instanceof And || expression instanceof Or) {
            var isAnd = expression instanceof And != inverted;
            var before = operands(expression);
            @Nullable List<Expression> after = inverted ? new ArrayList<>(before.size()) : null;
            for (var i = 0; i < before.size(); i++) {
                after = put(after, before, i, plain(before.get(i), inverted), isAnd);
            }
            return group(expression, after, isAnd);
        }
        if (expression instanceof Comparison comparison) {
            return comparison(comparison, inverted);
        }
        return inverted ? not((Value) expression) : expression;
    }

    private Expression comparison(Comparison comparison, boolean inverted) {
        var left = comparison.left();
        var right = comparison.right();
        var operator = comparison.operator();
        if (left.type() == Symbol.Type.BOOL && (operator == Operator.EQUAL || operator == Operator.UNEQUAL)) {
            var isEqual = operator == Operator.EQUAL != inverted;
            if (right == mod) {
                return new Value(isEqual ? no : yes);
            }
            if (right == no || right == yes) {
                var symbol = new Value(left);
                return isEqual == (right == yes) ? symbol : not(symbol);
            }
        }
        return inverted ? new Comparison(operator.inverse(), left, right) : comparison;
    }

    private Expression not(Value value) {
        var symbol = value.symbol();
        if (symbol == yes || symbol == no) {
            return new Value(symbol == yes ? no : yes);
        }
        return symbol == mod ? value : new Not(value);
    }

    // Repetitions.

    private Expression joined(Expression expression) {
        var current = expression;
        while (current instanceof And || current instanceof Or) {
            var isAnd = current instanceof And;
            var before = operands(current);
            @Nullable List<Expression> after = null;
            var changed = false;
            for (var i = 0; i < before.size(); i++) {
                var shorter = joined(before.get(i));
                changed |= shorter != before.get(i);
                after = put(after, before, i, shorter, isAnd);
            }
            if (!differ(after == null ? before : after)) {
                after = after == null ? new ArrayList<>(before) : after;
                changed |= join(after, isAnd);
            }
            if (!changed && dialect.choicesAreSymbols()) {
                // Until 6.10 y and n are dropped only where something else was.
                return current;
            }
            var shorter = shortened(group(current, after, isAnd));
            if (!changed && shorter.equals(current)) {
                return current;
            }
            current = shorter;
        }
        return current;
    }

    /**
     * Joins what can be; of two operands the later one stays.
     *
     * @return whether any were
     */
    private boolean join(List<Expression> operands, boolean isAnd) {
        var alike = new HashMap<Object, List<Integer>>();
        for (var i = 0; i < operands.size(); i++) {
            alike.computeIfAbsent(subject(operands.get(i)), key -> new ArrayList<>(1))
                    .add(i);
        }
        var found = false;
        for (var group : alike.values()) {
            found |= group.size() > MAX_JOINED ? dropRepeated(operands, group, isAnd) : join(operands, group, isAnd);
        }
        return found;
    }

    /** Whether it is plain that no two operands have the same subject. */
    private static boolean differ(List<Expression> operands) {
        if (operands.size() > FEW) {
            return false;
        }
        var compounds = 0;
        for (var i = 0; i < operands.size(); i++) {
            var symbol = symbol(operands.get(i));
            compounds += symbol == null ? 1 : 0;
            for (var j = 0; j < i; j++) {
                if (symbol != null && symbol == symbol(operands.get(j))) {
                    return false;
                }
            }
        }
        return compounds <= 1;
    }

    private boolean join(List<Expression> operands, List<Integer> group, boolean isAnd) {
        var found = false;
        for (var i = 0; i < group.size(); i++) {
            for (var j = i + 1; j < group.size(); j++) {
                var earlier = operands.get(group.get(i));
                var later = operands.get(group.get(j));
                var both = isAnd ? both(earlier, later) : either(earlier, later);
                if (both != null) {
                    operands.set(group.get(i), new Value(isAnd ? yes : no));
                    operands.set(group.get(j), both);
                    found = true;
                    break;
                }
            }
        }
        return found;
    }

    private boolean dropRepeated(List<Expression> operands, List<Integer> group, boolean isAnd) {
        var last = new HashMap<Object, Integer>();
        var found = false;
        for (var index : group) {
            var before = last.put(form(operands.get(index)), index);
            if (before != null) {
                operands.set(before, new Value(isAnd ? yes : no));
                found = true;
            }
        }
        return found;
    }

    /** What only operands that may be joined have in common. */
    private static Object subject(Expression operand) {
        var symbol = symbol(operand);
        return symbol == null ? form(operand) : symbol;
    }

    /** The symbol that an operand is of; null for one of several. */
    private static @Nullable Symbol symbol(Expression operand) {
        if (operand instanceof Value value) {
            return value.symbol();
        }
        if (operand instanceof Comparison comparison) {
            return comparison.left();
        }
        return operand instanceof Not not && not.operand() instanceof Value value ? value.symbol() : null;
    }

    /** The same for expressions that differ in the order of operands only. */
    private static Object form(Expression expression) {
        if (expression instanceof And || expression instanceof Or) {
            Set<Object> forms =
                    operands(expression).stream().map(Simplifier::form).collect(Collectors.toSet());
            return Map.entry(expression instanceof And, forms);
        }
        return expression;
    }

    private @Nullable Expression either(Expression left, Expression right) {
        if (form(left).equals(form(right))) {
            return left;
        }
        if (left instanceof Comparison first
                && right instanceof Comparison second
                && first.left().type() == Symbol.Type.TRISTATE
                && first.operator() == Operator.EQUAL
                && second.operator() == Operator.EQUAL) {
            // Two of three values are all but the third.
            var third = third(first.right(), second.right());
            return third == null ? null : new Comparison(Operator.UNEQUAL, first.left(), third);
        }
        return (left instanceof Value first
                                && right instanceof Not
                                && first.symbol().type() == Symbol.Type.BOOL)
                        || (right instanceof Value second
                                && left instanceof Not
                                && second.symbol().type() == Symbol.Type.BOOL)
                ? new Value(yes)
                : null;
    }

    private @Nullable Expression both(Expression left, Expression right) {
        if (form(left).equals(form(right))) {
            return left;
        }
        if (left instanceof Comparison first && right instanceof Comparison second) {
            return first.left().type() == Symbol.Type.TRISTATE ? both(first, second) : null;
        }
        if (left instanceof Value value && right instanceof Comparison comparison) {
            return both(value, comparison);
        }
        return right instanceof Value value && left instanceof Comparison comparison ? both(value, comparison) : null;
    }

    private @Nullable Expression both(Value value, Comparison comparison) {
        if (!value.symbol().isLogical()) {
            return null;
        }
        var isY = (comparison.operator() == Operator.EQUAL && comparison.right() == yes)
                || (comparison.operator() == Operator.UNEQUAL && comparison.right() == mod);
        if (isY) {
            return new Comparison(Operator.EQUAL, value.symbol(), yes);
        }
        return comparison.operator() == Operator.UNEQUAL && comparison.right() == no ? value : null;
    }

    /** Two comparisons of one tristate. */
    private @Nullable Expression both(Comparison first, Comparison second) {
        if (first.operator() == Operator.UNEQUAL && second.operator() == Operator.UNEQUAL) {
            var third = third(first.right(), second.right());
            return third == null ? null : new Comparison(Operator.EQUAL, first.left(), third);
        }
        var areEqualAndUnequal = (first.operator() == Operator.EQUAL && second.operator() == Operator.UNEQUAL)
                || (first.operator() == Operator.UNEQUAL && second.operator() == Operator.EQUAL);
        if (!areEqualAndUnequal
                || !first.right().isConstant()
                || !second.right().isConstant()) {
            return null;
        }
        if (first.right() == second.right()) {
            return new Value(no);
        }
        return first.operator() == Operator.EQUAL ? first : second;
    }

    /** The one of n, m and y that is missing; null where the two are not of them, or the same. */
    private @Nullable Symbol third(Symbol one, Symbol other) {
        for (var candidate : List.of(no, mod, yes)) {
            var rest = Set.of(no, mod, yes).stream()
                    .filter(symbol -> symbol != candidate)
                    .toList();
            if (one != other && rest.contains(one) && rest.contains(other)) {
                return candidate;
            }
        }
        return null;
    }

    // y and n as operands.

    private Expression shortened(Expression expression) {
        if (!(expression instanceof And || expression instanceof Or)) {
            return expression;
        }
        var isAnd = expression instanceof And;
        var neutral = isAnd ? yes : no;
        var decisive = isAnd ? no : yes;
        var before = operands(expression);
        @Nullable List<Expression> after = null;
        for (var i = 0; i < before.size(); i++) {
            var operand = shortened(before.get(i));
            var symbol = operand instanceof Value value ? value.symbol() : null;
            if (symbol == decisive) {
                return operand;
            }
            if (symbol != neutral) {
                after = put(after, before, i, operand, isAnd);
            } else if (after == null) {
                after = new ArrayList<>(before.subList(0, i));
            }
        }
        if (after != null && after.size() <= 1) {
            return after.isEmpty() ? new Value(neutral) : after.get(0);
        }
        return group(expression, after, isAnd);
    }

    // Groups of operands: most stay as they are, and are not copied.

    /**
     * Puts what became of an operand after those before it.
     *
     * @param after null for as long as all are as they were
     */
    private static @Nullable List<Expression> put(
            @Nullable List<Expression> after, List<Expression> before, int index, Expression operand, boolean isAnd) {
        var isNested = isAnd ? operand instanceof And : operand instanceof Or;
        if (after == null && operand == before.get(index) && !isNested) {
            return null;
        }
        var operands = after == null ? new ArrayList<>(before.subList(0, index)) : after;
        add(operands, operand, isAnd);
        return operands;
    }

    private static Expression group(Expression before, @Nullable List<Expression> after, boolean isAnd) {
        if (after == null) {
            return before;
        }
        return isAnd ? new And(after) : new Or(after);
    }

    private static void add(List<Expression> operands, Expression operand, boolean isAnd) {
        if (isAnd ? operand instanceof And : operand instanceof Or) {
            operands.addAll(operands(operand));
        } else {
            operands.add(operand);
        }
    }

    private static List<Expression> operands(Expression expression) {
        return expression instanceof And and ? and.operands() : ((Or) expression).operands();
    }
}
