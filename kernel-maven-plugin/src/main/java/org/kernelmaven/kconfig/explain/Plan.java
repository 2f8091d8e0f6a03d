package org.kernelmaven.kconfig.explain;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.kernelmaven.kconfig.language.Symbol;
import org.kernelmaven.kconfig.language.Tristate;

/**
 * Values to ask for, and how dear they are: one each, more where that goes against what somebody asked for.
 *
 * @param values the value of each symbol, in the order they came to mind
 * @param cost the sum
 */
record Plan(Map<Symbol, String> values, int cost) {

    static final Plan EMPTY = new Plan(Map.of(), 0);

    /** How many alternatives are followed at each turn. */
    private static final int WIDTH = 8;

    static Plan of(Symbol symbol, String value, int cost) {
        return new Plan(Map.of(symbol, value), cost);
    }

    boolean isEmpty() {
        return values.isEmpty();
    }

    /** Both; empty where they contradict each other. What is in both is paid once. */
    Optional<Plan> and(Plan other) {
        if (other.isEmpty() || isEmpty()) {
            return Optional.of(isEmpty() ? other : this);
        }
        var all = new LinkedHashMap<>(values);
        var common = 0;
        for (var entry : other.values.entrySet()) {
            var before = all.get(entry.getKey());
            var value = before == null ? Optional.of(entry.getValue()) : both(before, entry.getValue());
            if (value.isEmpty()) {
                return Optional.empty();
            }
            all.put(entry.getKey(), value.get());
            common += before == null ? 0 : 1;
        }
        return Optional.of(new Plan(all, Math.max(all.size(), cost + other.cost - common)));
    }

    /** What needs m at least is content with y. */
    private static Optional<String> both(String value, String other) {
        if (value.equals(other)) {
            return Optional.of(value);
        }
        var letters = Set.of(Tristate.M.letter(), Tristate.Y.letter());
        return letters.contains(value) && letters.contains(other) ? Optional.of(Tristate.Y.letter()) : Optional.empty();
    }

    Plan without(Symbol symbol) {
        var left = new LinkedHashMap<>(values);
        left.remove(symbol);
        return new Plan(left, cost);
    }

    /** Every way to have one of each; the cheapest first. */
    static List<Plan> all(List<List<Plan>> needs, int limit) {
        var plans = List.of(EMPTY);
        for (var alternatives : needs) {
            var longer = new ArrayList<Plan>();
            for (var plan : plans) {
                for (var alternative : alternatives) {
                    plan.and(alternative).filter(both -> both.cost() <= limit).ifPresent(longer::add);
                }
            }
            plans = cheapest(longer);
            if (plans.isEmpty()) {
                return plans;
            }
        }
        return plans;
    }

    /** The cheapest, each once; of the same cost the one that was found first. */
    static List<Plan> cheapest(List<Plan> plans) {
        return new LinkedHashSet<>(plans)
                .stream()
                        .sorted(Comparator.comparingInt(Plan::cost))
                        .limit(WIDTH)
                        .toList();
    }
}
