package org.kernelmaven.config;

import java.util.Optional;
import org.kernelmaven.kconfig.ConfigValue;
import org.kernelmaven.kconfig.DotConfig;

/** What is asked of one option. */
public sealed interface Value {

    /** Built in. */
    record Yes() implements Value {
        @Override
        public String toString() {
            return "yes";
        }
    }

    /** A loadable module. */
    record Mod() implements Value {
        @Override
        public String toString() {
            return "module";
        }
    }

    /** Off. */
    record No() implements Value {
        @Override
        public String toString() {
            return "no";
        }
    }

    /** The value of a string, int or hex option, without quotes. */
    record Text(String text) implements Value {
        @Override
        public String toString() {
            return '"' + text + '"';
        }
    }

    /** Nothing: takes out what a weaker layer asked for, so that the base and Kconfig decide. */
    record Unset() implements Value {
        @Override
        public String toString() {
            return "unset";
        }
    }

    /**
     * Reads a value as a user writes it: {@code yes}, {@code y}, {@code module}, {@code m}, {@code no}, {@code n},
     * {@code unset}; all else is a text. In double quotes it is a text always, with the escapes of a {@code .config}.
     */
    static Value parse(String text) {
        return switch (text) {
            case "yes", "y" -> new Yes();
            case "module", "m" -> new Mod();
            case "no", "n" -> new No();
            case "unset" -> new Unset();
            default -> new Text(DotConfig.unquoted(text).orElse(text));
        };
    }

    /** The value that a line of a {@code .config} file states. */
    static Value of(ConfigValue value) {
        if (value instanceof ConfigValue.Tristate tristate) {
            return switch (tristate) {
                case Y -> new Yes();
                case M -> new Mod();
                case N -> new No();
            };
        }
        return new Text(value instanceof ConfigValue.Text text ? text.text() : value.toString());
    }

    /** What to ask Kconfig for; nothing for {@link Unset}. */
    default Optional<ConfigValue> asked() {
        if (this instanceof Yes) {
            return Optional.of(ConfigValue.Tristate.Y);
        } else if (this instanceof Mod) {
            return Optional.of(ConfigValue.Tristate.M);
        } else if (this instanceof No) {
            return Optional.of(ConfigValue.Tristate.N);
        } else if (this instanceof Text text) {
            return Optional.of(new ConfigValue.Text(text.text()));
        }
        return Optional.empty();
    }
}
