package org.kernelmaven.kconfig.explain;

import java.math.BigInteger;
import java.util.Optional;

/** Numbers of Kconfig as texts. */
final class Bounds {

    private static final int LONGEST = 100;

    private Bounds() {}

    /**
     * Whether a value is on the right side of a range's end.
     *
     * @param high whether it is the upper end
     */
    static boolean admits(String end, String value, boolean high) {
        var limit = number(end);
        var number = number(value);
        if (limit.isEmpty() || number.isEmpty()) {
            return false;
        }
        var order = number.get().compareTo(limit.get());
        return high ? order <= 0 : order >= 0;
    }

    static Optional<BigInteger> number(String text) {
        var hex = text.startsWith("0x") || text.startsWith("0X");
        try {
            return text.length() > LONGEST
                    ? Optional.empty()
                    : Optional.of(hex ? new BigInteger(text.substring(2), 16) : new BigInteger(text));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
