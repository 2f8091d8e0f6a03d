package org.kernelmaven.kconfig.explain;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What a search for a change came to. */
public sealed interface Change {

    /** The symbol has the value already. */
    record None() implements Change {}

    /**
     * Asking for these values gives the symbol its value; it was tried.
     *
     * @param values by symbol name, as {@code .config} files have them; the symbol itself is among them where it must
     *     be asked for too
     * @param lost what a layer asked for, holds now and would not hold any more
     * @param others how many other symbols of those that a {@code .config} names change with it
     */
    record Found(Map<String, String> values, List<String> lost, int others) implements Change {
        /** Copies. */
        public Found {
            values = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(values));
            lost = List.copyOf(lost);
        }

        /** {@code A=y B=m}. */
        public String text() {
            return values.entrySet().stream()
                    .map(entry -> entry.getKey() + "=" + entry.getValue())
                    .collect(Collectors.joining(" "));
        }
    }

    /** No configuration of this kernel can hold it. */
    record Impossible(String why) implements Change {}

    /**
     * None was found, which does not prove that there is none.
     *
     * @param tried how many changes were tried
     * @param why what blocks
     */
    record NotFound(int tried, String why) implements Change {}
}
