package org.kernelmaven.kconfig.explain;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import org.kernelmaven.kconfig.language.Symbol;
import org.kernelmaven.kconfig.language.Tristate;
import org.kernelmaven.kconfig.value.ConfigWriter;
import org.kernelmaven.kconfig.value.Configuration;

/**
 * Finds the smallest change of what is asked for that gives a symbol a value: guesses of the {@link Planner} are tried
 * on copies of the configuration, the cheapest first, until one holds. Each is a change of what is asked for, as a
 * layer or a line of a {@code .config} file makes it.
 *
 * <p>Guesses are limited in cost, which grows, and in number; so a search always ends.
 */
public final class ChangeSearch {

    private static final int MAX_TRIED = 200;
    private static final List<Integer> LIMITS = List.of(1, 2, 3, 4, 6, 8);

    /** Against what somebody asked for. */
    private static final int ASKED = 3;

    private final Configuration configuration;
    private final Map<String, String> origins;
    private final Set<Map<Symbol, String>> tried = new HashSet<>();
    private Planner.Steps steps = new Planner.Steps();

    /**
     * @param configuration what there is now; it is not changed
     * @param origins which layer asked, by symbol name: changes that go against one are taken only where no others do
     */
    public ChangeSearch(Configuration configuration, Map<String, String> origins) {
        this.configuration = configuration;
        this.origins = Map.copyOf(origins);
    }

    /**
     * Searches.
     *
     * @param symbol a symbol that some file defines
     * @param value {@code y}, {@code m}, {@code n}, a number or a text
     */
    public Change find(Symbol symbol, String value) {
        var wish = Wish.of(symbol, value);
        var impossible = wish.impossible();
        if (impossible.isPresent()) {
            return new Change.Impossible(impossible.get());
        }
        if (wish.holds(configuration)) {
            return new Change.None();
        }
        tried.clear();
        steps = new Planner.Steps();
        for (var limit : LIMITS) {
            var found = search(wish, limit);
            if (found.isPresent()) {
                return described(found.get());
            }
        }
        return new Change.NotFound(tried.size(), new Obstacle(configuration, origins).text(wish));
    }

    private Optional<Plan> search(Wish wish, int limit) {
        var queue = new PriorityQueue<Plan>(Comparator.comparingInt(Plan::cost));
        var seen = new HashSet<Map<Symbol, String>>();
        queue.add(Plan.EMPTY);
        while (!queue.isEmpty() && tried.size() < MAX_TRIED) {
            var plan = queue.remove();
            if (!seen.add(plan.values())) {
                continue;
            }
            var candidate = with(plan);
            if (tried.add(plan.values()) && wish.holds(candidate)) {
                var smallest = smallest(plan, wish);
                if (isSound(smallest, wish)) {
                    return Optional.of(smallest);
                }
            } else if (!wish.holds(candidate)) {
                for (var next : plans(candidate, wish, limit - plan.cost())) {
                    plan.and(next).filter(both -> both.cost() <= limit).ifPresent(queue::add);
                }
            }
        }
        return Optional.empty();
    }

    private List<Plan> plans(Configuration now, Wish wish, int limit) {
        var planner = new Planner(now, steps, symbol -> price(wish, symbol));
        return wish.symbol().isLogical()
                ? planner.exactly(wish.symbol(), Wish.tristate(wish.value()).orElse(Tristate.N), limit)
                : planner.text(wish.symbol(), wish.value(), limit);
    }

    private int price(Wish wish, Symbol symbol) {
        return symbol != wish.symbol() && origins.containsKey(symbol.label()) ? ASKED : 1;
    }

    private Configuration with(Plan plan) {
        var copy = configuration.copy();
        plan.values().forEach((symbol, value) -> Wish.ask(copy, symbol, value));
        copy.invalidate();
        return copy;
    }

    /** Leaves out what is not needed; what would go against a layer first. */
    private Plan smallest(Plan plan, Wish wish) {
        var smallest = plan;
        var symbols = new ArrayList<>(plan.values().keySet());
        symbols.sort(Comparator.comparingInt(symbol -> -price(wish, symbol)));
        for (var symbol : symbols) {
            var less = smallest.without(symbol);
            if (wish.holds(with(less))) {
                smallest = less;
            }
        }
        return smallest;
    }

    /** Whether everything asked for holds, and no symbol comes to be selected against what it depends on. */
    private boolean isSound(Plan plan, Wish wish) {
        var changed = with(plan);
        var asWanted = plan.values().entrySet().stream()
                .allMatch(entry -> Wish.of(entry.getKey(), entry.getValue()).holds(changed));
        if (!asWanted || !wish.holds(changed)) {
            return false;
        }
        var before = configuration.copy();
        for (var symbol : configuration.kconfig().symbols()) {
            if (isForced(changed, symbol) && !isForced(before, symbol)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isForced(Configuration configuration, Symbol symbol) {
        return symbol.isLogical()
                && !symbol.isChoice()
                && symbol.choice() == null
                && configuration.dependency(symbol).compareTo(configuration.selection(symbol)) < 0;
    }

    private Change described(Plan plan) {
        var changed = with(plan);
        var others = 0;
        var lost = new ArrayList<String>();
        for (var symbol : configuration.kconfig().symbols()) {
            var name = symbol.name();
            if (name == null || !symbol.isDefined() || symbol.isChoice()) {
                continue;
            }
            var now = configuration.text(symbol);
            if (now.equals(changed.text(symbol)) || plan.values().containsKey(symbol)) {
                continue;
            }
            others++;
            if (origins.containsKey(name) && isAsAsked(symbol, now)) {
                lost.add(name);
            }
        }
        var values = new LinkedHashMap<String, String>();
        plan.values()
                .forEach((symbol, value) -> values.put(
                        symbol.label(), symbol.type() == Symbol.Type.STRING ? ConfigWriter.quoted(value) : value));
        return new Change.Found(values, lost.stream().sorted().toList(), others);
    }

    private boolean isAsAsked(Symbol symbol, String now) {
        return configuration.isAsked(symbol)
                && (symbol.isLogical()
                        ? configuration.askedTristate(symbol).letter().equals(now)
                        : now.equals(configuration.askedText(symbol)));
    }
}
