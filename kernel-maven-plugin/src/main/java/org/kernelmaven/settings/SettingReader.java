package org.kernelmaven.settings;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the children of one {@link Setting} strictly: each name at most once unless it may repeat, no name that is not
 * known. What is wrong goes to {@link Problems}; reading goes on, so that all mistakes are found in one run. Call
 * {@link #finish} last.
 */
public final class SettingReader {

    private final Setting setting;
    private final Problems problems;
    private final Set<String> known = new LinkedHashSet<>();

    /** @param problems where mistakes are noted */
    public SettingReader(Setting setting, Problems problems) {
        this.setting = setting;
        this.problems = problems;
        setting.text()
                .filter(text -> !text.isEmpty())
                .ifPresent(text -> problems.add(
                        setting.origin(),
                        "expected nested elements in <" + setting.name() + ">, found the text '" + text + "'."));
    }

    /** The text of the only child of that name; empty where there is none. */
    public Optional<String> text(String name) {
        return child(name).flatMap(child -> {
            if (!child.children().isEmpty()) {
                problems.add(child.origin(), "expected a text in <" + name + ">, found nested elements.");
                return Optional.empty();
            }
            var text = child.text().filter(value -> !value.isEmpty());
            if (text.isEmpty()) {
                problems.add(child.origin(), "<" + name + "> is empty: give it a value or remove it.");
            }
            return text;
        });
    }

    /** The text of every child of that name, in order. */
    public List<String> texts(String name) {
        return children(name).stream()
                .map(child -> child.text().orElse(""))
                .filter(text -> !text.isEmpty())
                .toList();
    }

    /** {@code true} or {@code false} from the only child of that name. */
    public Optional<Boolean> flag(String name) {
        return text(name).flatMap(text -> switch (text) {
            case "true" -> Optional.of(true);
            case "false" -> Optional.of(false);
            default -> {
                problems.add(setting.origin().child(name), "'" + text + "' is not a boolean: write true or false.");
                yield Optional.empty();
            }
        });
    }

    /** A whole number from the only child of that name. */
    public Optional<Integer> number(String name, int least, int most) {
        return text(name).flatMap(text -> {
            if (text.matches("-?\\d{1,9}")) {
                var number = Integer.parseInt(text);
                if (number >= least && number <= most) {
                    return Optional.of(number);
                }
            }
            problems.add(
                    setting.origin().child(name),
                    "'" + text + "' is not a whole number from " + least + " to " + most + ".");
            return Optional.empty();
        });
    }

    /** The only child of that name. */
    public Optional<Setting> child(String name) {
        var children = children(name);
        if (children.size() > 1) {
            problems.add(children.get(1).origin(), "<" + name + "> is given " + children.size() + " times: keep one.");
        }
        return children.stream().findFirst();
    }

    /** Every child of that name, in order. */
    public List<Setting> children(String name) {
        known.add(name);
        return setting.children().stream()
                .filter(child -> child.name().equals(name))
                .toList();
    }

    /** Where the whole was written. */
    public Origin origin() {
        return setting.origin();
    }

    /** Notes a problem of the whole, such as two names that exclude each other. */
    public void problem(String problem) {
        problems.add(setting.origin(), problem);
    }

    /** Notes every name that was never asked for, with the nearest one that was. */
    public void finish() {
        setting.children().stream()
                .filter(child -> !known.contains(child.name()))
                .forEach(child -> problems.add(
                        child.origin(),
                        "unknown key '" + child.name() + "' in <" + setting.name() + ">."
                                + Nearest.hint(child.name(), known)));
    }
}
