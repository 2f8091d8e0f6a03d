package org.kernelmaven.kconfig.value;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.kernelmaven.kconfig.language.Entry;
import org.kernelmaven.kconfig.language.Symbol;
import org.kernelmaven.kconfig.language.Tristate;

/** The config targets that make a complete configuration without questions. */
public enum Target {
    /** Everything off that may be. */
    ALLNOCONFIG,
    /** Everything built in that may be. */
    ALLYESCONFIG,
    /** Everything a module that may be, else built in. */
    ALLMODCONFIG,
    /** Everything at its default. */
    ALLDEFCONFIG,
    /** Everything that a file does not name at its default. */
    DEFCONFIG,
    /** As {@link #DEFCONFIG}, for a whole {@code .config}. */
    OLDDEFCONFIG,
    /** What is y becomes m where it may. */
    YES2MODCONFIG,
    /** What is m becomes y. */
    MOD2YESCONFIG,
    /** What is m becomes n. */
    MOD2NOCONFIG,
    /** Everything by chance. */
    RANDCONFIG;

    /** As make names it: {@code allnoconfig}. */
    public String word() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    /** The target of that name. */
    public static Optional<Target> of(String word) {
        return Arrays.stream(values())
                .filter(target -> target.word().equals(word))
                .findFirst();
    }

    /**
     * Gives every symbol that nothing was asked of what the target says.
     *
     * @param seed of {@link #RANDCONFIG}; its values are not conf's for the same seed
     */
    public void apply(Configuration configuration, long seed) {
        switch (this) {
            case ALLNOCONFIG -> setNew(configuration, Tristate.N);
            case ALLYESCONFIG -> setNew(configuration, Tristate.Y);
            case ALLMODCONFIG -> setNew(configuration, Tristate.M);
            case ALLDEFCONFIG, DEFCONFIG -> leaveNew(configuration);
            case OLDDEFCONFIG -> {}
            case YES2MODCONFIG -> rewrite(configuration, Tristate.Y, Tristate.M);
            case MOD2YESCONFIG -> rewrite(configuration, Tristate.M, Tristate.Y);
            case MOD2NOCONFIG -> rewrite(configuration, Tristate.M, Tristate.N);
            case RANDCONFIG -> new RandomValues(configuration, seed, RandomValues.Odds.EVEN).apply();
        }
    }

    private void setNew(Configuration configuration, Tristate value) {
        var kconfig = configuration.kconfig();
        if (kconfig.dialect().choicesAreSymbols()) {
            for (var symbol : kconfig.ordered()) {
                if (symbol.isLogical() && !configuration.isAsked(symbol)) {
                    configuration.ask(symbol, allNoException(symbol, value));
                }
            }
            leaveNew(configuration);
            return;
        }
        setNew(configuration, kconfig.root().children(), value);
        configuration.invalidate();
    }

    private static void setNew(Configuration configuration, List<Entry> entries, Tristate value) {
        for (var entry : entries) {
            var symbol = entry.symbol();
            if (symbol != null
                    && entry.prompt() != null
                    && symbol.isLogical()
                    && !symbol.isChoice()
                    && symbol.choice() == null
                    && !configuration.isAsked(symbol)) {
                configuration.ask(symbol, value);
            }
            setNew(configuration, entry.children(), value);
        }
    }

    private static Tristate allNoException(Symbol symbol, Tristate value) {
        return value == Tristate.N && symbol.isAllNoY() ? Tristate.Y : value;
    }

    private static void leaveNew(Configuration configuration) {
        configuration.invalidate();
        if (configuration.choices() instanceof ClassicChoices choices) {
            choices.leaveToDefaults();
        }
    }

    private static void rewrite(Configuration configuration, Tristate from, Tristate to) {
        for (var symbol : configuration.kconfig().ordered()) {
            if (configuration.typeNow(symbol) == Symbol.Type.TRISTATE && configuration.askedTristate(symbol) == from) {
                var asked = configuration.isAsked(symbol);
                configuration.ask(symbol, to);
                if (!asked) {
                    configuration.forget(symbol);
                }
            }
        }
        configuration.invalidate();
    }
}
