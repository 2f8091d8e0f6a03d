package org.kernelmaven.kconfig;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * All symbols a kernel tree defines for one architecture, found by reading its Kconfig files without evaluating them.
 */
public final class Symbols {

    private final Map<String, Symbol> byName;

    Symbols(Map<String, Symbol> byName) {
        this.byName = Collections.unmodifiableMap(new TreeMap<>(byName));
    }

    /**
     * Reads the tree's {@code Kconfig} and all it sources.
     *
     * @param sourceTree the kernel tree
     * @param srcarch the folder under {@code arch/}: {@code x86}, {@code arm64}, …
     */
    public static Symbols scan(Path sourceTree, String srcarch) throws IOException {
        return new KconfigScanner(sourceTree, srcarch).scan();
    }

    /** The symbol of that name (without {@code CONFIG_}), or empty where the tree defines none. */
    public Optional<Symbol> get(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** Every symbol, sorted by name. */
    public Collection<Symbol> all() {
        return byName.values();
    }

    /** Every name, sorted. */
    public Collection<String> names() {
        return byName.keySet();
    }
}
