package org.kernelmaven.kconfig;

import java.util.List;
import java.util.Optional;

/**
 * A symbol that the tree's Kconfig files define.
 *
 * @param name without {@code CONFIG_}
 * @param type what values it takes
 * @param definitions every place that defines it, in the order the tree reads them; at least one
 * @param selectors {@code select} statements of other symbols that name it, as {@code SELECTOR} or {@code SELECTOR if
 *     CONDITION}
 */
public record Symbol(String name, Type type, List<Definition> definitions, List<String> selectors) {

    /** Copies. */
    public Symbol {
        definitions = List.copyOf(definitions);
        selectors = List.copyOf(selectors);
    }

    /** What values a symbol takes. */
    public enum Type {
        /** y or n. */
        BOOL("a bool (y or n)"),
        /** y, m or n. */
        TRISTATE("a tristate (y, m or n)"),
        /** A text. */
        STRING("a string"),
        /** A decimal number. */
        INT("an int"),
        /** A hexadecimal number. */
        HEX("a hex number"),
        /** The definition does not say, or says it in a way that is not understood. */
        UNKNOWN("of an unknown type");

        private final String described;

        Type(String described) {
            this.described = described;
        }

        /** The type, as a message says it. */
        public String described() {
            return described;
        }
    }

    /**
     * One place that defines the symbol.
     *
     * @param place {@code lib/Kconfig.kgdb:9}
     * @param prompt the question a configuration editor asks; without one the user cannot set the symbol
     * @param promptCondition what must hold for the prompt to be shown, besides {@code dependencies}
     * @param dependencies expressions that must all hold: its own {@code depends on}, and those of the menus, choices
     *     and {@code if} blocks around it
     * @param ranges what its numbers may be, as the tree writes it: {@code 2 512 if SMP}
     * @param choice the place of the choice it is a member of
     */
    public record Definition(
            String place,
            Optional<String> prompt,
            Optional<String> promptCondition,
            List<String> dependencies,
            List<String> ranges,
            Optional<String> choice) {

        /** Copies. */
        public Definition {
            dependencies = List.copyOf(dependencies);
            ranges = List.copyOf(ranges);
        }
    }

    /** Whether a user can set it at all. */
    public boolean hasPrompt() {
        return definitions.stream().anyMatch(definition -> definition.prompt().isPresent());
    }

    /** The choice it is a member of: at most one member of a choice is y. */
    public Optional<String> choice() {
        return definitions.stream()
                .flatMap(definition -> definition.choice().stream())
                .findFirst();
    }
}
