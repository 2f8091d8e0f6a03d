package org.kernelmaven.config;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.kernelmaven.settings.Nearest;
import org.kernelmaven.settings.Origin;
import org.kernelmaven.settings.Problems;

/** The parts of an option as texts, as every notation shares them; what is wrong goes to {@link Problems}. */
final class OptionText {

    private OptionText() {}

    /** A value and whether it is optional: {@code yes}, {@code no?}, {@code "text"}. */
    record Written(Value value, boolean optional) {}

    /** The name without {@code CONFIG_}; empty where it can be no symbol's. */
    static Optional<String> name(String written, Origin origin, Problems problems) {
        var name = Option.bare(written);
        if (Option.isName(name)) {
            return Optional.of(name);
        }
        problems.add(origin, "'" + written + "' is no option: a name has letters, digits and _ only.");
        return Optional.empty();
    }

    /** The value; empty where there is none. */
    static Optional<Written> value(String name, String written, Origin origin, Problems problems) {
        var optional = written.endsWith("?");
        var text = (optional ? written.substring(0, written.length() - 1) : written).strip();
        if (text.isEmpty()) {
            problems.add(
                    origin,
                    name + " has no value: write yes, module, no, unset, a number or a text (\"\" for an"
                            + " empty one).");
            return Optional.empty();
        }
        if (text.chars().anyMatch(c -> c < ' ' && c != '\t')) {
            problems.add(origin, name + ": a value cannot span lines or hold control characters.");
            return Optional.empty();
        }
        return Optional.of(new Written(Value.parse(text), optional));
    }

    /** The range; empty where there is none or it is wrong. */
    static Optional<VersionRange> range(String written, Origin origin, Problems problems) {
        try {
            return Optional.of(VersionRange.parse(written));
        } catch (IllegalArgumentException e) {
            problems.add(origin, String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    /** The arches that are known. */
    static Set<String> arches(Iterable<String> written, Origin origin, Problems problems) {
        var arches = new TreeSet<String>();
        for (var arch : written) {
            if (Condition.ARCHES.contains(arch)) {
                arches.add(arch);
            } else {
                problems.add(origin, "unknown arch '" + arch + "'." + Nearest.hint(arch, Condition.ARCHES));
            }
        }
        return arches;
    }
}
