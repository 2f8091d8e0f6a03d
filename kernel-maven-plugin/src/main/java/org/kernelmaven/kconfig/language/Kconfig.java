package org.kernelmaven.kconfig.language;

import java.io.IOException;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The model that a tree's Kconfig files describe for one architecture and set of tools. It does not change; any number
 * of configurations can be evaluated over it, at once too.
 *
 * @param dialect which language the files are in
 * @param root the main menu
 * @param symbols every symbol, choice and constant; a symbol's place in the list is its {@link Symbol#index()}
 * @param ordered the symbols but n, m and y in the order in which conf goes through them
 * @param byName the symbols with a name, constants apart
 * @param modules the symbol that says whether there are loadable modules; the constant {@code n} where none does
 * @param prompts how many prompts there are
 * @param files every file read, in order
 * @param environment the environment variables that the files used
 * @param warnings what conf warns about, as it does
 * @param output what {@code $(info,…)} printed
 */
public record Kconfig(
        Dialect dialect,
        Entry root,
        List<Symbol> symbols,
        List<Symbol> ordered,
        Map<String, Symbol> byName,
        Symbol modules,
        int prompts,
        List<String> files,
        Map<String, String> environment,
        List<String> warnings,
        List<String> output) {

    /** Indexes of the constants that every model has. */
    public static final int N = 0;

    /** See {@link #N}. */
    public static final int M = 1;

    /** See {@link #N}. */
    public static final int Y = 2;

    /** Copies. */
    public Kconfig {
        symbols = List.copyOf(symbols);
        ordered = List.copyOf(ordered);
        // Map.copyOf takes longer, and is slower to search, for as many names as there are.
        byName = Collections.unmodifiableMap(new HashMap<>(byName));
        files = List.copyOf(files);
        environment = Map.copyOf(environment);
        warnings = List.copyOf(warnings);
        output = List.copyOf(output);
    }

    /**
     * Reads the files.
     *
     * @param file the first file, {@code Kconfig} in a kernel tree
     * @throws KconfigException with every error found
     */
    public static Kconfig parse(String file, KconfigSource source, Dialect dialect) throws IOException {
        return new Parser(source, dialect).parse(file);
    }

    /** The constant of that value. */
    public Symbol constant(Tristate value) {
        return symbols.get(
                switch (value) {
                    case N -> N;
                    case M -> M;
                    case Y -> Y;
                });
    }

    /** The symbol of that name, defined or only used; constants apart. */
    public Optional<Symbol> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }
}
