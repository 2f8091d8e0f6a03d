package org.kernelmaven.kconfig.value;

import java.util.ArrayList;
import java.util.List;
import org.kernelmaven.kconfig.language.Literal;
import org.kernelmaven.kconfig.language.Symbol;
import org.kernelmaven.kconfig.language.Tristate;

/** Reads a {@code .config} file into a configuration, as lenient as conf and with its warnings. */
public final class ConfigReader {

    private static final String PREFIX = "CONFIG_";
    private static final String NOT_SET = "is not set";

    private final Configuration configuration;
    private final String file;
    private final boolean warnsOfUnknown;
    private final List<String> warnings = new ArrayList<>();
    private int line;
    private boolean unknown;

    private ConfigReader(Configuration configuration, String file, boolean warnsOfUnknown) {
        this.configuration = configuration;
        this.file = file;
        this.warnsOfUnknown = warnsOfUnknown;
    }

    /**
     * What reading found.
     *
     * @param warnings as conf has them: {@code file:line:warning: …}
     * @param differs whether the values that follow are not those of the file
     */
    public record Report(List<String> warnings, boolean differs) {

        /** Copies. */
        public Report {
            warnings = List.copyOf(warnings);
        }
    }

    /**
     * Takes a file's values in place of all that was asked for; nothing is worked out yet.
     *
     * @param file as warnings name it
     * @param warnsOfUnknown whether names that the tree does not have are warned of
     */
    public static Report take(Configuration configuration, String text, String file, boolean warnsOfUnknown) {
        var reader = new ConfigReader(configuration, file, warnsOfUnknown);
        reader.take(text);
        return new Report(reader.warnings, reader.unknown || !reader.warnings.isEmpty());
    }

    /** Takes a file's values as {@link #take} does, and works out what follows. */
    public static Report read(Configuration configuration, String text, String file, boolean warnsOfUnknown) {
        var reader = new ConfigReader(configuration, file, warnsOfUnknown);
        reader.take(text);
        configuration.calculate(configuration.kconfig().modules());
        var differing = reader.differing();
        if (configuration.kconfig().dialect().choicesAreSymbols()) {
            differing += reader.dropWhatCannotHold(differing > 0);
        }
        return new Report(reader.warnings, reader.unknown || differing > 0 || !reader.warnings.isEmpty());
    }

    private void take(String text) {
        configuration.forgetAll();
        if (configuration.choices() instanceof ClassicChoices choices) {
            choices.startReading();
        }
        for (var start = 0; start < text.length(); ) {
            var end = text.indexOf('\n', start);
            end = end < 0 ? text.length() : end;
            take0(text.substring(start, end));
            start = end + 1;
        }
    }

    private void take0(String whole) {
        line++;
        var content = whole.endsWith("\r") ? whole.substring(0, whole.length() - 1) : whole;
        if (content.isEmpty()) {
            return;
        }
        if (content.startsWith("#")) {
            if (content.startsWith("# " + PREFIX)) {
                var end = content.indexOf(' ', 2);
                if (end > 0 && isNotSet(content.substring(end + 1))) {
                    assign(content.substring(2 + PREFIX.length(), end), "n");
                }
            }
            return;
        }
        var equals = content.indexOf('=');
        if (!content.startsWith(PREFIX) || (equals < 0 && !isClassic())) {
            warn("unexpected data: " + content);
        } else if (equals >= 0) {
            assign(content.substring(PREFIX.length(), equals), content.substring(equals + 1));
        }
    }

    private boolean isNotSet(String text) {
        return isClassic() ? text.startsWith(NOT_SET) : text.equals(NOT_SET);
    }

    private boolean isClassic() {
        return configuration.kconfig().dialect().choicesAreSymbols();
    }

    private void assign(String name, String value) {
        var found = configuration.kconfig().find(name);
        if (found.isEmpty()) {
            if (warnsOfUnknown) {
                warn("unknown symbol: " + name);
            }
            unknown = true;
            return;
        }
        var symbol = found.get();
        if (configuration.isAsked(symbol)) {
            warn("override: reassigning to symbol " + name);
        }
        if (set(symbol, value) && symbol.choice() != null) {
            configuration.choices().read(symbol, configuration.askedTristate(symbol), this::warn);
        }
    }

    private boolean set(Symbol symbol, String value) {
        switch (symbol.type()) {
            case BOOL, TRISTATE -> {
                for (var tristate : Tristate.values()) {
                    if (value.startsWith(tristate.letter())
                            && (tristate != Tristate.M || symbol.type() == Symbol.Type.TRISTATE)) {
                        configuration.ask(symbol, tristate);
                        return true;
                    }
                }
                warn("symbol value '" + value + "' invalid for " + symbol.label());
                return false;
            }
            case STRING -> {
                return setText(symbol, value);
            }
            case INT, HEX -> {
                if (!Literal.fits(symbol.type(), value)) {
                    warn("symbol value '" + value + "' invalid for " + symbol.label());
                    return false;
                }
                configuration.ask(symbol, value);
                return true;
            }
            case UNKNOWN -> {
                return true;
            }
        }
        throw new IllegalStateException(symbol.type().word());
    }

    /** What does not begin with a quote is passed over. */
    private boolean setText(Symbol symbol, String value) {
        if (!value.startsWith("\"")) {
            return true;
        }
        var text = new StringBuilder();
        for (var at = 1; at < value.length(); at++) {
            var character = value.charAt(at);
            if (character == '"') {
                configuration.ask(symbol, text.toString());
                return true;
            }
            if (character == '\\' && at + 1 < value.length()) {
                at++;
            }
            text.append(value.charAt(at));
        }
        warn("invalid string found");
        return false;
    }

    private int differing() {
        var count = 0;
        for (var symbol : configuration.kconfig().ordered()) {
            configuration.calculate(symbol);
            if (symbol.isChoice()) {
                continue;
            }
            var asked = configuration.isAsked(symbol);
            var written = configuration.isWritten(symbol);
            if (asked && written) {
                var same = symbol.isLogical()
                        ? configuration.askedTristate(symbol) == configuration.tristate(symbol)
                        : configuration.text(symbol).equals(configuration.askedText(symbol));
                count += same ? 0 : 1;
            } else if (asked || written) {
                count++;
            }
        }
        return count;
    }

    /** Until 6.8: what is invisible loses its value where all else held, and a number out of its range always. */
    private int dropWhatCannotHold(boolean differs) {
        var dropped = 0;
        for (var symbol : configuration.kconfig().ordered()) {
            if (!configuration.isAsked(symbol) || symbol.choice() != null) {
                continue;
            }
            if (!differs && dropped == 0 && configuration.visibleNow(symbol) == Tristate.N) {
                configuration.forget(symbol);
            }
            var text = configuration.askedText(symbol);
            if (!symbol.isLogical() && text != null && !configuration.isWithinRange(symbol, text)) {
                configuration.forget(symbol);
                configuration.invalidate(symbol);
                dropped++;
            }
        }
        return dropped;
    }

    private void warn(String message) {
        warnings.add(file + ":" + line + ":warning: " + message);
    }
}
