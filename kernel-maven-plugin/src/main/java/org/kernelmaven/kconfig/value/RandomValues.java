package org.kernelmaven.kconfig.value;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.kernelmaven.kconfig.language.Symbol;
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

    /** Values for one configuration; they are not conf's for the same seed. */
    public RandomValues(Configuration configuration, long seed, Odds odds) {
        this.configuration = configuration;
        // The first values that java.util.Random draws for seeds beside each other are alike.
        this.random = new Random(new SplittableRandom(seed).nextLong());
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
        if (configuration.choices() instanceof MemberChoices choices) {
            choices().forEach(choice -> rank(choices, choice));
            configuration.invalidate();
        } else {
            pickAll();
        }
    }

    private Tristate value(Symbol symbol) {
        var draw = random.nextInt(PERCENT);
        if (symbol.type() != Symbol.Type.TRISTATE) {
            return draw < odds.bool() ? Tristate.Y : Tristate.N;
        }
        return draw < odds.yes() ? Tristate.Y : draw < odds.yes() + odds.mod() ? Tristate.M : Tristate.N;
    }

    private List<Symbol> choices() {
        return configuration.kconfig().symbols().stream()
                .filter(Symbol::isChoice)
                .toList();
    }

    /**
     * All members are asked for, in a random order: which of them is visible may hang on other choices. One that was
     * asked for before comes first.
     */
    private void rank(MemberChoices choices, Symbol choice) {
        var free = new ArrayList<>(choice.members().stream()
                .filter(member -> !configuration.isAsked(member))
                .toList());
        Collections.shuffle(free, random);
        for (var member : free) {
            configuration.ask(member, Tristate.Y);
            choices.rankLast(member);
        }
    }

    /** A choice that is answered may make members of others visible, or other choices y. */
    private void pickAll() {
        var open = new ArrayList<>(choices());
        while (open.removeIf(this::pick)) {
            configuration.invalidate();
        }
    }

    private boolean isWanted(Symbol member) {
        return configuration.isAsked(member) && configuration.askedTristate(member) != Tristate.N;
    }

    private boolean pick(Symbol choice) {
        if (configuration.tristate(choice) != Tristate.Y) {
            return false;
        }
        if (configuration.isAsked(choice) || choice.members().stream().anyMatch(this::isWanted)) {
            return true;
        }
        var visible = choice.members().stream()
                .filter(member -> configuration.visibility(member) != Tristate.N)
                .toList();
        if (visible.isEmpty()) {
            return false;
        }
        configuration.pick(visible.get(random.nextInt(visible.size())));
        configuration.invalidate();
        return true;
    }
}
