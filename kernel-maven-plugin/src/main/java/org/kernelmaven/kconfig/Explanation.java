package org.kernelmaven.kconfig;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.kernelmaven.kconfig.ConfigValue.Tristate;

/**
 * Says what Kconfig knows of a symbol that did not come out as asked: where it is defined, and what stands in its way.
 */
public final class Explanation {

    private static final int SHOWN = 4;
    private static final int SHOWN_WIDTH = 160;

    private Explanation() {}

    /**
     * Explains.
     *
     * @return sentences without line breaks; several definitions are given one sentence each, up to four
     */
    public static List<String> of(Symbol symbol, Assignment asked, DotConfig resolved) {
        var lines = new ArrayList<String>();
        symbol.definitions().stream()
                .limit(SHOWN)
                .forEach(definition -> lines.add(definition(symbol, definition, resolved)));
        var wanted = asked.value() instanceof Tristate tristate ? tristate : null;
        if (!symbol.hasPrompt()) {
            lines.add("it has no prompt, so it cannot be set by hand: "
                    + (symbol.selectors().isEmpty()
                            ? "its default decides"
                            : "what selects it decides: " + shown(symbol.selectors())));
        } else if (wanted != null && wanted.compareTo(resolved.tristate(symbol.name())) < 0) {
            selecting(symbol, resolved).ifPresent(lines::add);
        } else if (wanted != null && !symbol.selectors().isEmpty()) {
            lines.add("what selects it would turn it on: " + shown(symbol.selectors()));
        } else {
            symbol.choice()
                    .ifPresent(choice ->
                            lines.add("it is a member of the choice at " + choice + ", of which one member is y"));
        }
        return lines;
    }

    private static String definition(Symbol symbol, Symbol.Definition definition, DotConfig resolved) {
        var text = new StringBuilder(
                "defined at " + definition.place() + " as " + symbol.type().described());
        var unmet = new ArrayList<>(definition.dependencies().stream()
                .filter(dependency -> Expression.evaluate(dependency, resolved) == Tristate.N)
                .toList());
        definition
                .promptCondition()
                .filter(condition -> Expression.evaluate(condition, resolved) == Tristate.N)
                .ifPresent(condition -> unmet.add(condition + " (for its prompt)"));
        var modular = definition.dependencies().stream()
                .filter(dependency -> Expression.evaluate(dependency, resolved) == Tristate.M)
                .toList();
        if (!unmet.isEmpty()) {
            text.append("; unmet: ").append(shown(unmet));
        } else if (!modular.isEmpty()) {
            text.append("; at most m, for these are m: ").append(shown(modular));
        } else if (!definition.ranges().isEmpty()) {
            text.append("; range ")
                    .append(shown(definition.ranges().stream()
                            .map(range -> range(range, resolved))
                            .toList()));
        } else if (!definition.dependencies().isEmpty()) {
            text.append("; depends on ").append(shown(definition.dependencies()));
        }
        return text.toString();
    }

    private static Optional<String> selecting(Symbol symbol, DotConfig resolved) {
        var active = symbol.selectors().stream()
                .filter(selector -> {
                    var parts = selector.split(" if ", 2);
                    return resolved.tristate(parts[0]) != Tristate.N
                            && (parts.length == 1 || Expression.evaluate(parts[1], resolved) != Tristate.N);
                })
                .toList();
        return active.isEmpty() ? Optional.empty() : Optional.of("it is selected by " + shown(active));
    }

    /** A range's ends with the values of the symbols in them: {@code 2 to 512}. */
    private static String range(String range, DotConfig resolved) {
        var parts = range.split("\\s+", 4);
        if (parts.length < 2) {
            return range;
        }
        var ends = parts[0] + " to " + parts[1];
        for (var end : List.of(parts[0], parts[1])) {
            var value = resolved.get(end);
            if (value.isPresent()) {
                ends = ends.replace(end, value.get().toString());
            }
        }
        return parts.length == 4 ? ends + " if " + parts[3] : ends;
    }

    private static String shown(List<String> parts) {
        var text = parts.stream().limit(SHOWN).collect(Collectors.joining(", "));
        var cut = text.length() > SHOWN_WIDTH ? text.substring(0, SHOWN_WIDTH) + "…" : text;
        return parts.size() > SHOWN ? cut + " and " + (parts.size() - SHOWN) + " more" : cut;
    }
}
