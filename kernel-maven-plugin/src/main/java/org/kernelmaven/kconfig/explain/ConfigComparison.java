package org.kernelmaven.kconfig.explain;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.kernelmaven.kconfig.ConfigValue;
import org.kernelmaven.kconfig.DotConfig;
import org.kernelmaven.kconfig.language.Symbol;
import org.kernelmaven.kconfig.value.Configuration;

/**
 * What is different between two configurations, sorted by name.
 *
 * @param changed symbols that both name, with different values
 * @param added symbols that the second alone names
 * @param gone symbols that the first alone names
 */
public record ConfigComparison(List<Difference> changed, List<Difference> added, List<Difference> gone) {

    /** Copies. */
    public ConfigComparison {
        changed = List.copyOf(changed);
        added = List.copyOf(added);
        gone = List.copyOf(gone);
    }

    /**
     * A symbol that differs.
     *
     * @param from its value in the first; empty where that does not name it
     * @param to its value in the second; empty where that does not name it
     */
    public record Difference(String name, Optional<ConfigValue> from, Optional<ConfigValue> to) {

        /** Whether it only appears or disappears as n. */
        boolean isOff() {
            return from.filter(value -> value != ConfigValue.Tristate.N).isEmpty()
                    && to.filter(value -> value != ConfigValue.Tristate.N).isEmpty();
        }
    }

    /**
     * The model that the second configuration belongs to.
     *
     * @param configuration that configuration
     * @param origins which layer asked for what, by symbol name
     */
    public record Model(Configuration configuration, Map<String, String> origins) {

        /** Copies. */
        public Model {
            origins = Map.copyOf(origins);
        }
    }

    /** Compares. */
    public static ConfigComparison of(DotConfig from, DotConfig to) {
        var changed = new ArrayList<Difference>();
        var added = new ArrayList<Difference>();
        var gone = new ArrayList<Difference>();
        var names = new TreeSet<>(from.values().keySet());
        names.addAll(to.values().keySet());
        for (var name : names) {
            var difference = new Difference(name, from.get(name), to.get(name));
            if (difference.from().isEmpty()) {
                added.add(difference);
            } else if (difference.to().isEmpty()) {
                gone.add(difference);
            } else if (!difference.from().equals(difference.to())) {
                changed.add(difference);
            }
        }
        return new ConfigComparison(changed, added, gone);
    }

    /** Whether the two are the same. */
    public boolean isEmpty() {
        return changed.isEmpty() && added.isEmpty() && gone.isEmpty();
    }

    /**
     * Lines for a terminal; symbols that only appear or disappear as n are counted.
     *
     * @param model says why, where it is at hand
     */
    public List<String> lines(Optional<Model> model) {
        if (isEmpty()) {
            return List.of("The two configurations are the same.");
        }
        var lines = new Lines();
        section(lines, "changed", changed, model);
        section(lines, "new", added, model);
        section(lines, "gone", gone, model);
        return lines.list();
    }

    private static void section(Lines lines, String title, List<Difference> differences, Optional<Model> model) {
        if (differences.isEmpty()) {
            return;
        }
        var shown = new TreeMap<String, String>();
        differences.stream()
                .filter(difference -> !difference.isOff())
                .forEach(difference -> shown.put(
                        difference.name(),
                        values(difference)
                                + model.flatMap(known -> why(known, difference)).orElse("")));
        var off = differences.size() - shown.size();
        lines.add(title + ": " + differences.size() + (off == 0 ? "" : " (" + off + " as n, not listed)"));
        shown.forEach((name, text) -> lines.entry(name + " " + text));
    }

    private static String values(Difference difference) {
        if (difference.from().isPresent() && difference.to().isPresent()) {
            return difference.from().get() + " -> " + difference.to().get();
        }
        return difference
                .to()
                .map(value -> "= " + value)
                .orElseGet(
                        () -> "was " + difference.from().map(Object::toString).orElse(""));
    }

    private static Optional<String> why(Model model, Difference difference) {
        var symbol = model.configuration().kconfig().find(difference.name()).filter(Symbol::isDefined);
        if (symbol.isEmpty()) {
            return Optional.of("; this tree does not define it");
        }
        return Optional.of(": " + new Reason(model.configuration(), model.origins()).because(symbol.get()));
    }
}
