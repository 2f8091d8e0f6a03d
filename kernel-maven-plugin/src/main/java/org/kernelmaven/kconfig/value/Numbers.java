package org.kernelmaven.kconfig.value;

import java.math.BigInteger;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.kernelmaven.kconfig.language.Symbol;

/** Values compared, and numbers kept in their ranges. Numbers have 64 bits, as conf's have. */
final class Numbers {

    private static final BigInteger MAX = BigInteger.valueOf(Long.MAX_VALUE);
    private static final BigInteger MIN = BigInteger.valueOf(Long.MIN_VALUE);
    private static final BigInteger MAX_UNSIGNED =
            BigInteger.ONE.shiftLeft(Long.SIZE).subtract(BigInteger.ONE);
    private static final int LONGEST = 100;

    private final Configuration configuration;

    Numbers(Configuration configuration) {
        this.configuration = configuration;
    }

    /** Compares as numbers where both are some, else as texts. */
    int compare(Symbol left, Symbol right) {
        var leftText = configuration.text(left);
        var rightText = configuration.text(right);
        if (left.type() != Symbol.Type.STRING || right.type() != Symbol.Type.STRING) {
            var leftNumber = value(leftText, left.type());
            var rightNumber = value(rightText, right.type());
            if (leftNumber.isPresent() && rightNumber.isPresent()) {
                return left.type() == Symbol.Type.HEX || right.type() == Symbol.Type.HEX
                        ? Long.compareUnsigned(leftNumber.getAsLong(), rightNumber.getAsLong())
                        : Long.compare(leftNumber.getAsLong(), rightNumber.getAsLong());
            }
        }
        return leftText.compareTo(rightText);
    }

    private static OptionalLong value(String text, Symbol.Type type) {
        return switch (type) {
            case BOOL, TRISTATE -> OptionalLong.of(ordinal(text));
            case INT -> whole(text, 10, MIN, MAX);
            // As C's strtoull has it, a minus is taken and the number wraps.
            case HEX -> whole(text, 16, MAX_UNSIGNED.negate(), MAX_UNSIGNED);
            case STRING, UNKNOWN -> whole(text, 0, MIN, MAX);
        };
    }

    private static long ordinal(String text) {
        return switch (text) {
            case "n" -> 0;
            case "m" -> 1;
            case "y" -> 2;
            default -> -1;
        };
    }

    private static OptionalLong whole(String text, int radix, BigInteger low, BigInteger high) {
        var digits = withoutBlanks(text);
        var number = digits.isEmpty() || digits.length() > LONGEST ? null : parsed(digits, radix);
        return number == null || number.compareTo(low) < 0 || number.compareTo(high) > 0
                ? OptionalLong.empty()
                : OptionalLong.of(number.longValue());
    }

    /** @param radix 0 tells it from the text's beginning, as C does */
    private static @Nullable BigInteger parsed(String text, int radix) {
        var negative = text.startsWith("-");
        var digits = negative || text.startsWith("+") ? text.substring(1) : text;
        var base = radix;
        var isHex = digits.startsWith("0x") || digits.startsWith("0X");
        if (base == 0) {
            base = isHex ? 16 : digits.startsWith("0") ? 8 : 10;
        }
        if (base == 16 && isHex) {
            digits = digits.substring(2);
        }
        for (var i = 0; i < digits.length(); i++) {
            if (!isDigit(digits.charAt(i), base)) {
                return null;
            }
        }
        if (digits.isEmpty()) {
            return null;
        }
        var number = new BigInteger(digits, base);
        return negative ? number.negate() : number;
    }

    /** C knows no digits but those of ASCII. */
    private static boolean isDigit(char character, int radix) {
        return character < 128 && Character.digit(character, radix) >= 0;
    }

    private static String withoutBlanks(String text) {
        var start = 0;
        while (start < text.length()
                && (text.charAt(start) == ' ' || (text.charAt(start) >= '\t' && text.charAt(start) <= '\r'))) {
            start++;
        }
        return text.substring(start);
    }

    /** The end of the range that the number lies beyond; empty where it is inside, or there is no range. */
    Optional<String> bounded(Symbol symbol, String text) {
        if (symbol.type() != Symbol.Type.INT && symbol.type() != Symbol.Type.HEX) {
            return Optional.empty();
        }
        var range = configuration.range(symbol);
        if (range.isEmpty()) {
            return Optional.empty();
        }
        var radix = symbol.type() == Symbol.Type.INT ? 10 : 16;
        var number = prefix(text, radix);
        if (number < end(range.get().low(), radix)) {
            return Optional.of(configuration.textNow(range.get().low()));
        }
        return number > end(range.get().high(), radix)
                ? Optional.of(configuration.textNow(range.get().high()))
                : Optional.empty();
    }

    boolean isWithinRange(Symbol symbol, String text) {
        var range = configuration.range(symbol);
        if (range.isEmpty()) {
            return true;
        }
        var radix = symbol.type() == Symbol.Type.INT ? 10 : 16;
        var number = prefix(text, radix);
        return number >= end(range.get().low(), radix)
                && number <= end(range.get().high(), radix);
    }

    private long end(Symbol symbol, int radix) {
        configuration.calculate(symbol);
        return prefix(
                configuration.textNow(symbol),
                switch (symbol.type()) {
                    case INT -> 10;
                    case HEX -> 16;
                    default -> radix;
                });
    }

    /** The number that a text begins with; 0 where it begins with none. */
    private static long prefix(String text, int radix) {
        var stripped = withoutBlanks(text);
        var start = stripped.startsWith("-") || stripped.startsWith("+") ? 1 : 0;
        if (radix == 16 && (stripped.startsWith("0x", start) || stripped.startsWith("0X", start))) {
            start += 2;
        }
        var end = start;
        while (end < stripped.length() && end < LONGEST && isDigit(stripped.charAt(end), radix)) {
            end++;
        }
        if (end == start) {
            return 0;
        }
        var number = new BigInteger(stripped.substring(start, end), radix);
        var signed = stripped.startsWith("-") ? number.negate() : number;
        return signed.max(MIN).min(MAX).longValue();
    }
}
