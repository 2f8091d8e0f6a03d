package org.kernelmaven.kconfig;

import java.math.BigInteger;
import java.util.Optional;
import java.util.regex.Pattern;
import org.kernelmaven.kconfig.ConfigValue.Tristate;
import org.kernelmaven.kconfig.language.Symbol;

/**
 * A value that somebody asks for.
 *
 * @param name the symbol, without {@code CONFIG_}
 * @param value a tristate, or for a string, int or hex symbol a {@link ConfigValue.Text} with the bare text: which of
 *     them the symbol is only its definition tells
 */
public record Assignment(String name, ConfigValue value) {

    private static final Pattern INT = Pattern.compile("-?[0-9]{1,20}");
    private static final Pattern HEX = Pattern.compile("(?:0[xX])?[0-9a-fA-F]{1,20}");

    /** Whether a resolved config gives the symbol this value; a symbol that is absent counts as {@code n}. */
    public boolean heldBy(DotConfig config) {
        if (value instanceof Tristate wanted) {
            var got = config.get(name);
            return got.isEmpty() ? wanted == Tristate.N : got.get() == wanted;
        }
        return config.get(name).filter(got -> same(text(value), got)).isPresent();
    }

    /** The value as a text: {@code y}, {@code m}, {@code n}, a number, or the bare text. */
    public String text() {
        return text(value);
    }

    /**
     * Why a symbol of that type cannot have this value: {@code KGDB is a bool: …}.
     *
     * @return empty where it can
     */
    public Optional<String> mismatch(Symbol.Type type) {
        var fits =
                switch (type) {
                    case BOOL -> value == Tristate.Y || value == Tristate.N;
                    case TRISTATE -> value instanceof Tristate;
                    case STRING -> !(value instanceof Tristate);
                    case INT ->
                        !(value instanceof Tristate) && INT.matcher(text(value)).matches();
                    case HEX ->
                        !(value instanceof Tristate) && HEX.matcher(text(value)).matches();
                    case UNKNOWN -> true;
                };
        return fits ? Optional.empty() : Optional.of("it is " + described(type) + ", which cannot be " + value);
    }

    private static String described(Symbol.Type type) {
        return switch (type) {
            case BOOL -> "a bool (y or n)";
            case TRISTATE -> "a tristate (y, m or n)";
            case STRING -> "a string";
            case INT -> "an int";
            case HEX -> "a hex number";
            case UNKNOWN -> "of an unknown type";
        };
    }

    /** The value as a {@code .config} file writes it for that type; empty where it does not fit. */
    public Optional<ConfigValue> written(Symbol.Type type) {
        if (mismatch(type).isPresent()) {
            return Optional.empty();
        }
        return Optional.of(
                switch (type) {
                    case INT, HEX -> new ConfigValue.Numeral(text(value));
                    case STRING -> new ConfigValue.Text(text(value));
                    case BOOL, TRISTATE, UNKNOWN -> value;
                });
    }

    private static String text(ConfigValue value) {
        return value instanceof ConfigValue.Text text ? text.text() : value.toString();
    }

    private static boolean same(String wanted, ConfigValue got) {
        if (got instanceof ConfigValue.Numeral number) {
            return wanted.equals(number.digits()) || sameNumber(wanted, number.digits());
        }
        return got instanceof ConfigValue.Text text && text.text().equals(wanted);
    }

    /** A hex symbol's value may be written with or without {@code 0x}: conf writes it as it was given. */
    private static boolean sameNumber(String wanted, String got) {
        if (INT.matcher(wanted).matches() && INT.matcher(got).matches()) {
            return new BigInteger(wanted).equals(new BigInteger(got));
        }
        return HEX.matcher(wanted).matches()
                && HEX.matcher(got).matches()
                && hex(wanted).equals(hex(got));
    }

    private static BigInteger hex(String digits) {
        return new BigInteger(digits.replaceFirst("^0[xX]", ""), 16);
    }
}
