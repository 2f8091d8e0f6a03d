package org.kernelmaven.kconfig.conf;

import java.util.ArrayList;
import org.kernelmaven.UserException;
import org.kernelmaven.kconfig.value.RandomValues.Odds;

/** What the environment says of {@code randconfig}. */
final class Chance {

    private static final String ODDS = "KCONFIG_PROBABILITY";
    private static final long UNSIGNED = 0xFFFF_FFFFL;

    private Chance() {}

    /** {@code KCONFIG_SEED}, decimal, octal or hexadecimal; else some number. */
    static long seed(Session session) {
        try {
            return Long.decode(session.variable("KCONFIG_SEED").orElse("")) & UNSIGNED;
        } catch (NumberFormatException e) {
            return System.nanoTime() & UNSIGNED;
        }
    }

    /**
     * {@code KCONFIG_PROBABILITY}: percent of y for all; or of y and m for tristates; or of y for bools, and of y and m
     * for tristates.
     */
    static Odds odds(Session session) {
        var numbers = new ArrayList<Integer>();
        try {
            for (var part : session.variable(ODDS).orElse("").split(":")) {
                if (!part.isEmpty() && numbers.size() < 3) {
                    numbers.add(Integer.valueOf(part));
                }
            }
            return switch (numbers.size()) {
                case 0 -> Odds.EVEN;
                case 1 -> new Odds(numbers.get(0), numbers.get(0) - numbers.get(0) / 2, numbers.get(0) / 2);
                case 2 -> new Odds(numbers.get(0) + numbers.get(1), numbers.get(0), numbers.get(1));
                default -> new Odds(numbers.get(0), numbers.get(1), numbers.get(2));
            };
        } catch (IllegalArgumentException e) {
            throw new UserException(ODDS + ": Numerical result out of range", e);
        }
    }
}
