package org.kernelmaven.kconfig.language;

/** The values that a symbol of some type can have. */
public final class Literal {

    private Literal() {}

    /** Whether a text is a value of that type. */
    public static boolean fits(Symbol.Type type, String text) {
        return switch (type) {
            case STRING -> true;
            case INT -> isInt(text);
            case HEX -> isHex(text);
            case BOOL, TRISTATE -> !text.isEmpty() && "yYmMnN".indexOf(text.charAt(0)) >= 0;
            case UNKNOWN -> false;
        };
    }

    /** Decimal, without leading zeros. */
    private static boolean isInt(String text) {
        var start = text.startsWith("-") ? 1 : 0;
        if (start == text.length() || (text.charAt(start) == '0' && text.length() > start + 1)) {
            return false;
        }
        return text.chars().skip(start).allMatch(digit -> digit >= '0' && digit <= '9');
    }

    private static boolean isHex(String text) {
        var start = text.startsWith("0x") || text.startsWith("0X") ? 2 : 0;
        return text.length() > start
                && text.chars().skip(start).allMatch(digit -> Character.digit(digit, 16) >= 0 && digit < 128);
    }
}
