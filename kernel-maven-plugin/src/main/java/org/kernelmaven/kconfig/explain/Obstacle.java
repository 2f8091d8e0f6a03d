package org.kernelmaven.kconfig.explain;

import java.util.Map;
import java.util.stream.Collectors;
import org.kernelmaven.kconfig.language.Symbol;
import org.kernelmaven.kconfig.language.Tristate;
import org.kernelmaven.kconfig.value.Configuration;

/** Says what keeps a symbol from a value. */
final class Obstacle {

    private static final int SHOWN = 4;

    private final Configuration configuration;
    private final Reason reason;

    Obstacle(Configuration configuration, Map<String, String> origins) {
        this.configuration = configuration;
        this.reason = new Reason(configuration, origins);
    }

    String text(Wish wish) {
        var symbol = wish.symbol();
        if (!symbol.isLogical()) {
            var outside = !configuration.isWithinRange(symbol, wish.value());
            return outside && configuration.visibility(symbol) != Tristate.N
                    ? wish.value() + " is outside its range " + reason.range(symbol)
                    : reason.because(symbol);
        }
        var wanted = Wish.tristate(wish.value()).orElse(Tristate.N);
        var modules = configuration.kconfig().modules();
        if (wanted == Tristate.M && configuration.tristate(modules) == Tristate.N) {
            return "there are no modules: " + modules.label() + " is " + reason.of(modules);
        }
        if (wanted.compareTo(configuration.tristate(symbol)) < 0) {
            return configuration.selection(symbol).compareTo(wanted) > 0
                    ? "it is selected by " + reason.reverses(symbol.selectors(), Tristate.M)
                    : reason.because(symbol);
        }
        if (symbol.prompts().isEmpty()) {
            return "it has no prompt, so it cannot be asked for: "
                    + (symbol.selectors().isEmpty()
                            ? reason.because(symbol)
                            : "it is on where it is selected, by " + selectors(symbol));
        }
        return configuration.visibility(symbol).compareTo(wanted) < 0
                ? reason.dependsOn(symbol, symbol.type() == Symbol.Type.BOOL ? Tristate.M : wanted)
                : reason.because(symbol);
    }

    private static String selectors(Symbol symbol) {
        var names = symbol.selectors().stream()
                .map(statement -> statement.selector().label())
                .distinct()
                .toList();
        var shown = names.stream().limit(SHOWN).collect(Collectors.joining(", "));
        return names.size() > SHOWN ? shown + " and " + (names.size() - SHOWN) + " more" : shown;
    }
}
