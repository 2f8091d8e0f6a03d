package org.kernelmaven.config;

import java.util.TreeSet;
import java.util.stream.Collectors;
import org.kernelmaven.kconfig.ConfigValue;
import org.kernelmaven.kconfig.DotConfig;
import org.kernelmaven.kconfig.Symbols;

/** Writes what a user changed in a configuration editor as a fragment. */
public final class ConfigDiff {

    private ConfigDiff() {}

    /**
     * The options that differ, as the lines of a {@code .config} fragment sorted by name. Options that nobody can set
     * by hand (without a prompt) are left out: they follow from the others. So does one that is gone from {@code after}
     * altogether, whatever its type: it vanished because another option hides it now, and that one is written.
     *
     * @return empty where nothing was changed
     */
    public static String fragment(DotConfig before, DotConfig after, Symbols symbols) {
        return new TreeSet<>(after.values().keySet())
                .stream()
                        .filter(name -> symbols.get(name)
                                .filter(symbol -> !symbol.prompts().isEmpty())
                                .isPresent())
                        .flatMap(name -> {
                            var was = before.get(name);
                            return after
                                    .get(name)
                                    .filter(is ->
                                            was.isPresent() ? !is.equals(was.get()) : is != ConfigValue.Tristate.N)
                                    .map(is -> is.line(name))
                                    .stream();
                        })
                        .map(line -> line + "\n")
                        .collect(Collectors.joining());
    }
}
