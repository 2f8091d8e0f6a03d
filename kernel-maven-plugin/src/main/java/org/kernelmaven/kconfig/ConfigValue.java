package org.kernelmaven.kconfig;

import java.util.Optional;
import org.kernelmaven.kconfig.value.ConfigWriter;

/** The value of one symbol, as a {@code .config} file writes it. */
public sealed interface ConfigValue {

    /** A bool's or tristate's value; a bool has no {@link #M}. */
    enum Tristate implements ConfigValue {
        /** Off: {@code # CONFIG_X is not set}. */
        N,
        /** A loadable module. */
        M,
        /** Built in. */
        Y;

        /** The value that a {@code .config} file writes so; empty for any other text. */
        public static Optional<Tristate> of(String text) {
            return switch (text) {
                case "n" -> Optional.of(N);
                case "m" -> Optional.of(M);
                case "y" -> Optional.of(Y);
                default -> Optional.empty();
            };
        }

        @Override
        public String toString() {
            return switch (this) {
                case N -> "n";
                case M -> "m";
                case Y -> "y";
            };
        }
    }

    /** An int's or hex's value, written bare: {@code 64}, {@code 0x1000}. */
    record Numeral(String digits) implements ConfigValue {
        @Override
        public String toString() {
            return digits;
        }
    }

    /** A string's value, without the quotes and escapes of the file. */
    record Text(String text) implements ConfigValue {
        @Override
        public String toString() {
            return ConfigWriter.quoted(text);
        }
    }

    /** The line that gives {@code name} (without {@code CONFIG_}) this value. */
    default String line(String name) {
        return this == Tristate.N ? "# CONFIG_" + name + " is not set" : "CONFIG_" + name + "=" + this;
    }
}
