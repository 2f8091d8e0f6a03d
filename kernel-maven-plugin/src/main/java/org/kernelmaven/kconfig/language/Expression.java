package org.kernelmaven.kconfig.language;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A Kconfig expression ({@code Documentation/kbuild/kconfig-language.rst}, "Menu dependencies"). What has no expression
 * is {@code null} and holds always.
 */
public sealed interface Expression {

    /** A symbol's value; constants are symbols too. */
    record Value(Symbol symbol) implements Expression {}

    /** {@code !operand}. */
    record Not(Expression operand) implements Expression {}

    /** {@code a && b && …}: the smallest operand. */
    record And(List<Expression> operands) implements Expression {
        /** Copies. */
        public And {
            operands = List.copyOf(operands);
        }
    }

    /** {@code a || b || …}: the largest operand. */
    record Or(List<Expression> operands) implements Expression {
        /** Copies. */
        public Or {
            operands = List.copyOf(operands);
        }
    }

    /** {@code left = right} and the like: y or n. */
    record Comparison(Operator operator, Symbol left, Symbol right) implements Expression {}

    /** How two values are compared. */
    enum Operator {
        /** Equal. */
        EQUAL("="),
        /** Not equal. */
        UNEQUAL("!="),
        /** Less. */
        LESS("<"),
        /** Less or equal. */
        LESS_EQUAL("<="),
        /** Greater. */
        GREATER(">"),
        /** Greater or equal. */
        GREATER_EQUAL(">=");

        private final String sign;

        Operator(String sign) {
            this.sign = sign;
        }

        /** The operator of a sign; null where it is none. */
        static @Nullable Operator of(String sign) {
            return switch (sign) {
                case "=" -> EQUAL;
                case "!=" -> UNEQUAL;
                case "<" -> LESS;
                case "<=" -> LESS_EQUAL;
                case ">" -> GREATER;
                case ">=" -> GREATER_EQUAL;
                default -> null;
            };
        }

        /** As Kconfig writes it. */
        public String sign() {
            return sign;
        }

        /** What holds where this does not. */
        Operator inverse() {
            return switch (this) {
                case EQUAL -> UNEQUAL;
                case UNEQUAL -> EQUAL;
                case LESS -> GREATER_EQUAL;
                case LESS_EQUAL -> GREATER;
                case GREATER -> LESS_EQUAL;
                case GREATER_EQUAL -> LESS;
            };
        }

        /**
         * Whether the operator holds.
         *
         * @param order negative, zero or positive, as {@link Comparable#compareTo} has it
         */
        public boolean holds(int order) {
            return switch (this) {
                case EQUAL -> order == 0;
                case UNEQUAL -> order != 0;
                case LESS -> order < 0;
                case LESS_EQUAL -> order <= 0;
                case GREATER -> order > 0;
                case GREATER_EQUAL -> order >= 0;
            };
        }
    }

    /** Both must hold; null holds always. */
    static @Nullable Expression and(@Nullable Expression left, @Nullable Expression right) {
        if (left == null || right == null) {
            return left == null ? right : left;
        }
        return and(List.of(left, right));
    }

    /** All must hold; null where there are none. */
    static @Nullable Expression and(List<Expression> expressions) {
        if (expressions.size() <= 1) {
            return expressions.isEmpty() ? null : expressions.get(0);
        }
        var operands = new ArrayList<Expression>();
        expressions.forEach(
                expression -> operands.addAll(expression instanceof And and ? and.operands() : List.of(expression)));
        return new And(operands);
    }

    /** One must hold; null where there are none. */
    static @Nullable Expression or(List<Expression> expressions) {
        if (expressions.size() <= 1) {
            return expressions.isEmpty() ? null : expressions.get(0);
        }
        var operands = new ArrayList<Expression>();
        expressions.forEach(
                expression -> operands.addAll(expression instanceof Or or ? or.operands() : List.of(expression)));
        return new Or(operands);
    }

    /** The parts that must all hold. */
    static List<Expression> conjuncts(@Nullable Expression expression) {
        if (expression == null) {
            return List.of();
        }
        return expression instanceof And and ? and.operands() : List.of(expression);
    }

    /** Whether a symbol stands in it. */
    static boolean mentions(@Nullable Expression expression, Symbol symbol) {
        if (expression == null) {
            return false;
        }
        if (expression instanceof Value value) {
            return value.symbol() == symbol;
        }
        if (expression instanceof Comparison comparison) {
            return comparison.left() == symbol || comparison.right() == symbol;
        }
        if (expression instanceof Not not) {
            return mentions(not.operand(), symbol);
        }
        var operands = expression instanceof And and ? and.operands() : ((Or) expression).operands();
        for (var i = 0; i < operands.size(); i++) {
            if (mentions(operands.get(i), symbol)) {
                return true;
            }
        }
        return false;
    }

    /** Calls back for every symbol, constants too. */
    static void eachSymbol(@Nullable Expression expression, Consumer<Symbol> consumer) {
        if (expression == null) {
            return;
        }
        if (expression instanceof Value value) {
            consumer.accept(value.symbol());
        } else if (expression instanceof Comparison comparison) {
            consumer.accept(comparison.left());
            consumer.accept(comparison.right());
        } else if (expression instanceof Not not) {
            eachSymbol(not.operand(), consumer);
        } else {
            for (var operand : expression instanceof And and ? and.operands() : ((Or) expression).operands()) {
                eachSymbol(operand, consumer);
            }
        }
    }

    /** As Kconfig writes it. */
    static String text(@Nullable Expression expression) {
        if (expression == null) {
            return "y";
        }
        if (expression instanceof Value value) {
            return value.symbol().label();
        }
        if (expression instanceof Comparison comparison) {
            return comparison.left().label()
                    + comparison.operator().sign()
                    + comparison.right().label();
        }
        if (expression instanceof Not not) {
            return "!" + bracketed(not.operand(), true);
        }
        if (expression instanceof And and) {
            return and.operands().stream()
                    .map(operand -> bracketed(operand, false))
                    .collect(Collectors.joining(" && "));
        }
        return ((Or) expression).operands().stream().map(Expression::text).collect(Collectors.joining(" || "));
    }

    private static String bracketed(Expression expression, boolean all) {
        var needed = expression instanceof Or || (all && !(expression instanceof Value || expression instanceof Not));
        return needed ? "(" + text(expression) + ")" : text(expression);
    }
}
