package org.kernelmaven.kconfig.value;

import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.kernelmaven.kconfig.language.Entry;
import org.kernelmaven.kconfig.language.KconfigException;
import org.kernelmaven.kconfig.language.Prompt;
import org.kernelmaven.kconfig.language.Symbol;
import org.kernelmaven.kconfig.language.Tristate;

/** The text of a configuration's files, byte for byte as conf writes it. */
public final class ConfigWriter {

    private final Configuration configuration;
    private final StringBuilder text = new StringBuilder();
    private final BitSet done = new BitSet();
    private boolean afterMenu;

    private ConfigWriter(Configuration configuration) {
        this.configuration = configuration;
    }

    /** A {@code .config} file. */
    public static String dotConfig(Configuration configuration) {
        var writer = new ConfigWriter(configuration);
        writer.text
                .append("#\n# Automatically generated file; DO NOT EDIT.\n# ")
                .append(Objects.requireNonNull(configuration.kconfig().root().prompt())
                        .text())
                .append("\n#\n");
        return writer.text(writer::write);
    }

    /** A file of those values alone that differ from the defaults, as {@code savedefconfig} makes it. */
    public static String defconfig(Configuration configuration) {
        var writer = new ConfigWriter(configuration);
        configuration.invalidate();
        return writer.text(writer::writeUnusual);
    }

    private String text(Consumer<Entry> write) {
        var root = configuration.kconfig().root();
        try {
            root.children().forEach(write);
        } catch (StackOverflowError e) {
            throw new KconfigException(List.of(root.place() + ": the entries are nested too deep"));
        }
        return text.toString();
    }

    private void write(Entry entry) {
        var symbol = entry.symbol();
        if (symbol == null) {
            if (configuration.isShown(entry)) {
                text.append("\n#\n# ").append(prompt(entry).text()).append("\n#\n");
                afterMenu = false;
            }
        } else if (!symbol.isChoice() && !done.get(symbol.index()) && configuration.isWritten(symbol)) {
            if (afterMenu) {
                text.append('\n');
                afterMenu = false;
            }
            done.set(symbol.index());
            line(symbol);
        }
        entry.children().forEach(this::write);
        if (symbol == null && configuration.isShown(entry) && prompt(entry).kind() == Prompt.Kind.MENU) {
            text.append("# end of ").append(prompt(entry).text()).append('\n');
            afterMenu = true;
        }
    }

    private static Prompt prompt(Entry shown) {
        return Objects.requireNonNull(shown.prompt());
    }

    private void writeUnusual(Entry entry) {
        var symbol = entry.symbol();
        if (symbol != null && !symbol.isChoice() && configuration.isWritten(symbol) && !done.get(symbol.index())) {
            done.set(symbol.index());
            if (configuration.isChangeable(symbol)
                    && !configuration.text(symbol).equals(configuration.defaultText(symbol))
                    && !isDefaultMember(symbol)) {
                line(symbol);
            }
        }
        entry.children().forEach(this::writeUnusual);
    }

    private boolean isDefaultMember(Symbol symbol) {
        var choice = symbol.choice();
        return choice != null
                && !choice.isOptional()
                && configuration.choices().defaultMember(choice) == symbol
                && symbol.type() == Symbol.Type.BOOL
                && configuration.tristate(symbol) == Tristate.Y;
    }

    private void line(Symbol symbol) {
        text.append(line(symbol, configuration.text(symbol))).append('\n');
    }

    /** The line of one symbol. */
    public static String line(Symbol symbol, String value) {
        if (symbol.isLogical() && value.equals("n")) {
            return "# CONFIG_" + symbol.label() + " is not set";
        }
        return "CONFIG_" + symbol.label() + "=" + (symbol.type() == Symbol.Type.STRING ? quoted(value) : value);
    }

    /** In double quotes, with quotes and backslashes escaped. */
    public static String quoted(String value) {
        return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
