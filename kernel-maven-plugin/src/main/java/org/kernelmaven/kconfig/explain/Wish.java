package org.kernelmaven.kconfig.explain;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.kernelmaven.kconfig.language.Literal;
import org.kernelmaven.kconfig.language.Symbol;
import org.kernelmaven.kconfig.language.Tristate;
import org.kernelmaven.kconfig.value.Configuration;

/**
 * A value that a symbol should have.
 *
 * @param symbol a bool, tristate, int, hex or string
 * @param value as a {@code .config} file has it, without quotes
 */
record Wish(Symbol symbol, String value) {

    /** As users and files write it: {@code yes}, {@code module}, a text in quotes. */
    static Wish of(Symbol symbol, String value) {
        var bare = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"")
                ? value.substring(1, value.length() - 1)
                : value;
        var letter = symbol.isLogical()
                ? switch (bare) {
                    case "yes" -> "y";
                    case "no" -> "n";
                    case "module" -> "m";
                    default -> bare;
                }
                : bare;
        return new Wish(symbol, letter);
    }

    /** Why no configuration at all can hold it. */
    Optional<String> impossible() {
        var name = symbol.label();
        if (!symbol.isLogical()) {
            return Literal.fits(symbol.type(), value)
                    ? Optional.empty()
                    : Optional.of(name + " is of type " + symbol.type().word() + ": '" + value + "' does not fit.");
        }
        if (tristate(value).isEmpty()) {
            return Optional.of(name + " is a " + symbol.type().word() + ": it can be "
                    + (symbol.type() == Symbol.Type.BOOL ? "y or n" : "y, m or n") + ", not '" + value + "'.");
        }
        return symbol.type() == Symbol.Type.BOOL && value.equals("m")
                ? Optional.of(name + " is a bool: it can be y or n, never m.")
                : Optional.empty();
    }

    boolean holds(Configuration configuration) {
        var got = configuration.text(symbol);
        var wanted = symbol.type() == Symbol.Type.HEX ? Bounds.number(hex(value)) : Bounds.number(value);
        return got.equals(value)
                || (!symbol.isLogical()
                        && symbol.type() != Symbol.Type.STRING
                        && wanted.isPresent()
                        && wanted.equals(Bounds.number(symbol.type() == Symbol.Type.HEX ? hex(got) : got)));
    }

    private static String hex(String digits) {
        return digits.startsWith("0x") || digits.startsWith("0X") ? digits : "0x" + digits;
    }

    /** Asks a configuration for it. */
    static void ask(Configuration configuration, Symbol symbol, String value) {
        var tristate = symbol.isLogical() ? nullable(value) : null;
        if (tristate == null) {
            configuration.ask(symbol, value);
        } else {
            configuration.askLast(symbol, tristate);
        }
    }

    private static @Nullable Tristate nullable(String letter) {
        return tristate(letter).orElse(null);
    }

    static Optional<Tristate> tristate(String letter) {
        for (var value : Tristate.values()) {
            if (value.letter().equals(letter)) {
                return Optional.of(value);
            }
        }
        return Optional.empty();
    }
}
