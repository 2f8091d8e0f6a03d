package org.kernelmaven.kconfig.value;

import java.util.List;
import java.util.Random;
import org.kernelmaven.kconfig.language.Symbol;
import org.kernelmaven.kconfig.language.Symbol.Type;
import org.kernelmaven.kconfig.language.Tristate;

/** Values by chance for all that nobody asked for. */
public final class RandomValues {

    private static final int PERCENT = 100;

    /**
     * How likely values are, in percent.
     *
     * @param bool that a bool is y
     * @param yes that a tristate is y
     * @param mod that a tristate is m
     */
    public record Odds(int bool, int yes, int mod) {

        /** What conf takes without {@code KCONFIG_PROBABILITY}. */
        public static final Odds EVEN = new Odds(50, 33, 33);

        /** Checks. */
        public Odds {
            for (var percent : List.of(bool, yes, mod, yes + mod)) {
                if (percent < 0 || percent > PERCENT) {
                    throw new IllegalArgumentException("KCONFIG_PROBABILITY: Numerical result out of range");
                }
            }
        }
    }

    private final Configuration configuration;
    private final Random random;
    private final Odds odds;

    /** Values for one configuration. */
    public RandomValues(Configuration configuration, Random random, Odds odds) {
        this.configuration = configuration;
        this.random = random;
        this.odds = odds;
    }

    /** Asks for them. */
    public void apply() {
        for (var symbol : configuration.kconfig().ordered()) {
            if (symbol.isDefined()
                    && symbol.isLogical()
                    && !symbol.isChoice()
                    && symbol.choice() == null
                    && !configuration.isAsked(symbol)) {
                configuration.ask(symbol, value(symbol));
            }
        }
        configuration.invalidate();
        for (var symbol : configuration.kconfig().ordered()) {
            if (symbol.isChoice()) {
                choose(symbol);
            }
        }
        configuration.invalidate();
    }

    private Tristate value(Symbol symbol) {
        var draw = random.nextInt(PERCENT);
        if (symbol.type() != Type.TRISTATE) {
            return draw < odds.bool() ? Tristate.Y : Tristate.N;
        }
        return draw < odds.yes() ? Tristate.Y : draw < odds.yes() + odds.mod() ? Tristate.M : Tristate.N;
    }

    /** Members are tried in a random order; one that was asked for stays. */
    private void choose(Symbol choice) {
        var free = choice.members().stream()
                .filter(member -> !configuration.isAsked(member))
                .toList();
        if (free.isEmpty()
                || choice.members().stream()
                        .anyMatch(member ->
                                configuration.isAsked(member) && configuration.askedTristate(member) != Tristate.N)) {
            return;
        }
        var visible = free.stream()
                .filter(member -> configuration.visibility(member) != Tristate.N)
                .toList();
        if (!visible.isEmpty()) {
            configuration.choices().pick(visible.get(random.nextInt(visible.size())));
        }
    }
}
