package org.kernelmaven.kconfig.explain;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import org.kernelmaven.kconfig.language.Expression;
import org.kernelmaven.kconfig.language.Prompt;
import org.kernelmaven.kconfig.language.Symbol;
import org.kernelmaven.kconfig.language.Tristate;
import org.kernelmaven.kconfig.value.Configuration;

/**
 * Reads from the model what could be asked for to bring a symbol to a value: the conditions that do not hold are
 * followed to symbols that can be set. What comes out are guesses: whoever takes one tries it.
 */
final class Planner {

    /** Goals followed in a search; most searches in a real tree need some hundreds. */
    private static final int MAX_STEPS = 30_000;

    private final Configuration configuration;
    private final Steps steps;
    private final ToIntFunction<Symbol> price;
    private final Set<Goal> open = new HashSet<>();
    private final Map<Goal, List<Plan>> found = new HashMap<>();

    /** How often something was not followed, because it is being followed or there was enough. */
    private int cut;

    /** What is wanted of one symbol, and what it may cost. */
    private record Goal(Symbol symbol, boolean raise, Tristate level, int limit) {
        Goal unlimited() {
            return new Goal(symbol, raise, level, 0);
        }
    }

    /** How many goals were followed, by all planners of a search. */
    static final class Steps {
        private int count;

        boolean areUsedUp() {
            return ++count > MAX_STEPS;
        }
    }

    /**
     * @param configuration what there is now
     * @param price what it costs to ask something of a symbol, 1 or more
     */
    Planner(Configuration configuration, Steps steps, ToIntFunction<Symbol> price) {
        this.configuration = configuration;
        this.steps = steps;
        this.price = price;
    }

    /** How a bool or tristate comes to be exactly that value; the cheapest first, none dearer than the limit. */
    List<Plan> exactly(Symbol symbol, Tristate value, int limit) {
        return switch (value) {
            case Y -> atLeast(symbol, Tristate.Y, limit);
            case N -> atMost(symbol, Tristate.N, limit);
            case M -> module(symbol, limit);
        };
    }

    private List<Plan> module(Symbol symbol, int limit) {
        if (symbol.type() != Symbol.Type.TRISTATE) {
            return List.of();
        }
        var modules = atLeast(configuration.kconfig().modules(), Tristate.Y, limit);
        var ways = new ArrayList<Plan>();
        for (var prompt : symbol.prompts()) {
            ways.addAll(Plan.all(
                    List.of(
                            modules,
                            List.of(Plan.of(symbol, Tristate.M.letter(), price.applyAsInt(symbol))),
                            atLeast(prompt.condition(), Tristate.M, limit),
                            selectorsAtMost(symbol, Tristate.M, limit)),
                    limit));
        }
        ways.addAll(Plan.all(
                List.of(modules, atLeast(symbol, Tristate.M, limit), atMost(symbol, Tristate.M, limit)), limit));
        return Plan.cheapest(ways);
    }

    /** How an int, hex or string comes to be that text. */
    List<Plan> text(Symbol symbol, String value, int limit) {
        if (configuration.text(symbol).equals(value)) {
            return List.of(Plan.EMPTY);
        }
        var ways = new ArrayList<Plan>();
        var asked = List.of(Plan.of(symbol, value, price.applyAsInt(symbol)));
        for (var prompt : symbol.prompts()) {
            ways.addAll(Plan.all(List.of(asked, atLeast(prompt.condition(), Tristate.M, limit)), limit));
        }
        for (var given : isAnswered(symbol) ? List.<Symbol.Default>of() : symbol.defaults()) {
            if (given.value() instanceof Expression.Value single
                    && configuration.text(single.symbol()).equals(value)) {
                ways.addAll(atLeast(given.condition(), Tristate.M, limit));
            }
        }
        var given = new ArrayList<Plan>();
        for (var range : symbol.ranges()) {
            given.addAll(Plan.all(
                    List.of(
                            atLeast(range.condition(), Tristate.M, limit),
                            bound(range.low(), value, false, limit),
                            bound(range.high(), value, true, limit)),
                    limit));
        }
        return given.isEmpty() ? Plan.cheapest(ways) : Plan.all(List.of(Plan.cheapest(ways), given), limit);
    }

    /** How the end of a range, where it is a symbol, lets the value in. */
    private List<Plan> bound(Symbol end, String value, boolean high, int limit) {
        if (Bounds.admits(configuration.text(end), value, high)) {
            return List.of(Plan.EMPTY);
        }
        var ways = new ArrayList<Plan>();
        for (var given : end.defaults()) {
            if (given.value() instanceof Expression.Value single
                    && Bounds.admits(configuration.text(single.symbol()), value, high)) {
                ways.addAll(atLeast(given.condition(), Tristate.M, limit));
            }
        }
        return Plan.cheapest(ways);
    }

    /** How a symbol comes to be at least that. */
    List<Plan> atLeast(Symbol symbol, Tristate level, int limit) {
        if (configuration.tristate(symbol).compareTo(level) >= 0) {
            return List.of(Plan.EMPTY);
        }
        return planned(new Goal(symbol, true, level, limit), this::raise);
    }

    /** How a symbol comes to be at most that. */
    List<Plan> atMost(Symbol symbol, Tristate level, int limit) {
        if (configuration.tristate(symbol).compareTo(level) <= 0) {
            return List.of(Plan.EMPTY);
        }
        return planned(new Goal(symbol, false, level, limit), this::lower);
    }

    private List<Plan> planned(Goal goal, Function<Goal, List<Plan>> ways) {
        if (goal.limit() <= 0 || (!goal.symbol().isLogical() && !goal.symbol().isChoice())) {
            return List.of();
        }
        var known = found.get(goal);
        if (known != null) {
            return known;
        }
        if (steps.areUsedUp() || !open.add(goal.unlimited())) {
            cut++;
            return List.of();
        }
        var before = cut;
        try {
            // A way that asks for nothing is none: the value is not there yet.
            var plans = Plan.cheapest(ways.apply(goal).stream()
                    .filter(plan -> goal.symbol().isChoice() || !plan.isEmpty())
                    .toList());
            if (before == cut) {
                // Else the answer lacks what is being worked on further up.
                found.put(goal, plans);
            }
            return plans;
        } finally {
            open.remove(goal.unlimited());
        }
    }

    private List<Plan> raise(Goal goal) {
        var symbol = goal.symbol();
        var limit = goal.limit();
        var condition = symbol.type() == Symbol.Type.BOOL ? Tristate.M : goal.level();
        var ways = new ArrayList<Plan>();
        for (var prompt : symbol.prompts()) {
            var asked = symbol.isChoice() ? Plan.EMPTY : ask(symbol, goal.level());
            var left = limit - asked.cost();
            if (left >= 0) {
                for (var plan : atLeast(prompt.condition(), condition, left)) {
                    asked.and(plan).ifPresent(ways::add);
                }
            }
        }
        if (open.size() > 1 && ways.stream().anyMatch(way -> way.cost() == 1)) {
            return ways; // nothing is cheaper; only of what is asked for itself are further ways wanted
        }
        for (var given : symbol.isChoice() ? List.<Symbol.Default>of() : symbol.defaults()) {
            if (!isAnswered(symbol)) {
                ways.addAll(Plan.all(
                        List.of(atLeast(given.value(), condition, limit), atLeast(given.condition(), condition, limit)),
                        limit));
            }
        }
        for (var selector : symbol.selectors()) {
            ways.addAll(selecting(selector, condition, limit));
        }
        for (var implier : symbol.impliers()) {
            if (!isAnswered(symbol)) {
                ways.addAll(selecting(implier, condition, limit));
            }
        }
        return ways;
    }

    private List<Plan> selecting(Symbol.Reverse selector, Tristate level, int limit) {
        var selecting = atLeast(selector.selector(), level, limit);
        return selecting.isEmpty()
                ? selecting
                : Plan.all(List.of(selecting, atLeast(selector.condition(), level, limit)), limit);
    }

    private List<Plan> lower(Goal goal) {
        var symbol = goal.symbol();
        var limit = goal.limit();
        var level = symbol.type() == Symbol.Type.BOOL ? Tristate.N : goal.level();
        var ways = new ArrayList<Plan>();
        var unselected = selectorsAtMost(symbol, level, limit);
        if (symbol.choice() != null && configuration.visibility(symbol) == Tristate.Y) {
            for (var other : symbol.choice().members()) {
                if (other != symbol) {
                    ways.addAll(atLeast(other, Tristate.Y, limit));
                }
            }
        } else if (configuration.visibility(symbol) != Tristate.N) {
            ways.addAll(Plan.all(List.of(List.of(ask(symbol, level)), unselected), limit));
        } else {
            ways.addAll(Plan.all(List.of(unselected, defaultAtMost(symbol, level, limit)), limit));
            for (var prompt : symbol.isChoice() ? List.<Prompt>of() : symbol.prompts()) {
                var shown = atLeast(prompt.condition(), Tristate.M, limit);
                ways.addAll(Plan.all(List.of(shown, List.of(ask(symbol, level)), unselected), limit));
            }
        }
        if (symbol.isChoice() || configuration.visibility(symbol) == Tristate.N || ways.isEmpty()) {
            var needed = symbol.prompts().isEmpty()
                    ? symbol.dependency()
                    : symbol.prompts().get(0).condition();
            ways.addAll(Plan.all(List.of(unselected, atMost(needed, level, limit)), limit));
        }
        return ways;
    }

    private List<Plan> selectorsAtMost(Symbol symbol, Tristate level, int limit) {
        var needs = new ArrayList<List<Plan>>();
        for (var selector : symbol.selectors()) {
            if (Reverses.value(configuration, selector).compareTo(level) > 0) {
                var ways = new ArrayList<>(atMost(selector.selector(), level, limit));
                ways.addAll(atMost(selector.condition(), level, limit));
                needs.add(Plan.cheapest(ways));
            }
        }
        return Plan.all(needs, limit);
    }

    private List<Plan> defaultAtMost(Symbol symbol, Tristate level, int limit) {
        var needs = new ArrayList<List<Plan>>();
        configuration.defaultNow(symbol).ifPresent(given -> {
            var ways = new ArrayList<>(atMost(given.value(), level, limit));
            ways.addAll(atMost(given.condition(), level, limit));
            needs.add(Plan.cheapest(ways));
        });
        for (var implier : symbol.impliers()) {
            if (Reverses.value(configuration, implier).compareTo(level) > 0) {
                needs.add(atMost(implier.selector(), level, limit));
            }
        }
        return Plan.all(needs, limit);
    }

    /** How an expression comes to be at least that. */
    private List<Plan> atLeast(@Nullable Expression expression, Tristate level, int limit) {
        if (expression == null || configuration.evaluate(expression).compareTo(level) >= 0) {
            return List.of(Plan.EMPTY);
        }
        if (expression instanceof Expression.Value value) {
            return atLeast(value.symbol(), level, limit);
        }
        if (expression instanceof Expression.And and) {
            return every(and.operands(), operand -> atLeast(operand, level, limit), limit);
        }
        if (expression instanceof Expression.Or or) {
            return any(or.operands(), operand -> atLeast(operand, level, limit));
        }
        if (expression instanceof Expression.Not not) {
            return atMost(not.operand(), level.not(), limit);
        }
        return compared((Expression.Comparison) expression, true, limit);
    }

    /** How an expression comes to be at most that. */
    private List<Plan> atMost(@Nullable Expression expression, Tristate level, int limit) {
        if (expression == null) {
            return List.of();
        }
        if (configuration.evaluate(expression).compareTo(level) <= 0) {
            return List.of(Plan.EMPTY);
        }
        if (expression instanceof Expression.Value value) {
            return atMost(value.symbol(), level, limit);
        }
        if (expression instanceof Expression.And and) {
            return any(and.operands(), operand -> atMost(operand, level, limit));
        }
        if (expression instanceof Expression.Or or) {
            return every(or.operands(), operand -> atMost(operand, level, limit), limit);
        }
        if (expression instanceof Expression.Not not) {
            return atLeast(not.operand(), level.not(), limit);
        }
        return compared((Expression.Comparison) expression, false, limit);
    }

    private List<Plan> every(List<Expression> operands, Function<Expression, List<Plan>> plans, int limit) {
        var needs = new ArrayList<List<Plan>>();
        for (var operand : operands) {
            var ways = plans.apply(operand);
            if (ways.isEmpty()) {
                return ways;
            }
            needs.add(ways);
        }
        return Plan.all(needs, limit);
    }

    private List<Plan> any(List<Expression> operands, Function<Expression, List<Plan>> plans) {
        var ways = new ArrayList<Plan>();
        operands.forEach(operand -> ways.addAll(plans.apply(operand)));
        return Plan.cheapest(ways);
    }

    private List<Plan> compared(Expression.Comparison comparison, boolean wanted, int limit) {
        var left = comparison.left();
        var right = configuration.text(comparison.right());
        var equal = (comparison.operator() == Expression.Operator.EQUAL) == wanted;
        if (!left.isLogical()) {
            var settable = (comparison.operator() == Expression.Operator.EQUAL && wanted)
                    || (comparison.operator() == Expression.Operator.UNEQUAL && !wanted)
                    || (comparison.operator() == Expression.Operator.LESS_EQUAL && wanted)
                    || (comparison.operator() == Expression.Operator.GREATER_EQUAL && wanted);
            return settable && left.isDefined() ? text(left, right, limit) : List.of();
        }
        var value = Wish.tristate(right);
        if (value.isEmpty()
                || (comparison.operator() != Expression.Operator.EQUAL
                        && comparison.operator() != Expression.Operator.UNEQUAL)) {
            return List.of();
        }
        if (equal) {
            return exactly(left, value.get(), limit);
        }
        return switch (value.get()) {
            case N -> atLeast(left, Tristate.M, limit);
            case Y -> atMost(left, Tristate.M, limit);
            case M -> {
                var ways = new ArrayList<>(atLeast(left, Tristate.Y, limit));
                ways.addAll(atMost(left, Tristate.N, limit));
                yield Plan.cheapest(ways);
            }
        };
    }

    private boolean isAnswered(Symbol symbol) {
        return configuration.isAsked(symbol) && configuration.visibility(symbol) != Tristate.N;
    }

    private Plan ask(Symbol symbol, Tristate level) {
        var modular = symbol.type() == Symbol.Type.TRISTATE
                && configuration.tristate(configuration.kconfig().modules()) != Tristate.N;
        var value = level == Tristate.M && !modular ? Tristate.Y : level;
        return Plan.of(symbol, value.letter(), price.applyAsInt(symbol));
    }
}
