package org.kernelmaven.config;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.kernelmaven.settings.Nearest;
import org.kernelmaven.settings.Origin;
import org.kernelmaven.settings.Problems;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/**
 * Reads options from TOML: tables are topics, their keys options.
 *
 * <pre>
 * [networking]
 * NET     = "yes"
 * NR_CPUS = 64
 * MPTCP   = { value = "yes", when = "[5.6,)", arch = ["x86_64"], optional = true, force = true }
 * AIO     = [{ value = "yes", when = "(,6.5)" }, { value = "no", when = "[6.5,)" }]
 * </pre>
 */
public final class TomlConfig {

    private static final long MAX_BYTES = 1L << 20;
    private static final Set<String> KEYS = Set.of("value", "when", "arch", "optional", "force");

    private final IntFunction<Origin> place;
    private final Problems problems;
    private final List<Option> options = new ArrayList<>();

    private TomlConfig(IntFunction<Origin> place, Problems problems) {
        this.place = place;
        this.problems = problems;
    }

    /**
     * Reads a file.
     *
     * @param problems where everything wrong is noted, or that there is no such file
     */
    public static Layer file(Path file, Problems problems) throws IOException {
        var origin = new Origin("'" + file + "'");
        try {
            if (Files.size(file) <= MAX_BYTES) {
                return text(
                        Files.readString(file),
                        origin.toString(),
                        Layer.Rank.PROJECT,
                        number -> Origin.line(file, number),
                        problems);
            }
            problems.add(origin, "the file is larger than " + MAX_BYTES + " bytes.");
        } catch (NoSuchFileException e) {
            problems.add(origin, "there is no such config file.");
        } catch (MalformedInputException e) {
            problems.add(origin, "the file is not UTF-8 text.");
        }
        return new Layer(origin.toString(), Layer.Rank.PROJECT, List.of());
    }

    /**
     * Reads a text.
     *
     * @param name the layer's name
     * @param place names a line, from 1
     */
    static Layer text(String text, String name, Layer.Rank rank, IntFunction<Origin> place, Problems problems) {
        var reader = new TomlConfig(place, problems);
        try {
            var result = Toml.parse(text);
            result.errors()
                    .forEach(error -> problems.add(
                            place.apply(error.position().line()),
                            "not TOML: " + firstLine(String.valueOf(error.getMessage()))));
            if (result.errors().isEmpty()) {
                reader.topics(result);
            }
        } catch (StackOverflowError e) {
            problems.add(place.apply(1), "not TOML: nested too deep.");
        }
        return new Layer(name, rank, reader.options);
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }

    private void topics(TomlTable root) {
        for (var entry : root.entrySet()) {
            if (entry.getValue() instanceof TomlTable topic) {
                topic.entrySet().forEach(option -> option(topic, option.getKey(), option.getValue()));
            } else {
                problems.add(
                        at(root, entry.getKey()),
                        "'" + entry.getKey()
                                + "' stands outside a table: options go below a topic such as [networking].");
            }
        }
    }

    private void option(TomlTable topic, String key, Object value) {
        var origin = at(topic, key);
        OptionText.name(key, origin, problems).ifPresent(name -> {
            if (value instanceof TomlArray array) {
                alternatives(name, array, origin);
            } else {
                option(name, value, origin).ifPresent(options::add);
            }
        });
    }

    private void alternatives(String name, TomlArray array, Origin origin) {
        if (array.isEmpty()) {
            problems.add(origin, name + " has no value.");
        }
        for (var i = 0; i < array.size(); i++) {
            if (array.get(i) instanceof TomlTable table) {
                // tomlj 1.1.1 gives the second element of an array the first one's position.
                var place = table.keySet().stream()
                        .findFirst()
                        .map(key -> at(table, key))
                        .orElse(origin);
                option(name, table, place).ifPresent(options::add);
            } else {
                problems.add(
                        origin, name + ": a list holds tables, as in [{ value = \"yes\", when = \"(,6.5)\" }, …].");
            }
        }
    }

    private Optional<Option> option(String name, Object value, Origin origin) {
        if (value instanceof TomlTable table) {
            return conditional(name, table, origin);
        }
        return value(name, value, origin)
                .map(written -> new Option(name, written.value(), written.optional(), false, Condition.ALWAYS, origin));
    }

    private Optional<Option> conditional(String name, TomlTable table, Origin origin) {
        table.keySet().stream()
                .filter(key -> !KEYS.contains(key))
                .forEach(key -> problems.add(
                        at(table, key), "unknown key '" + key + "' of " + name + "." + Nearest.hint(key, KEYS)));
        var optional = flag(table, "optional");
        var forced = flag(table, "force");
        var when = typed(table, "when", String.class, "a version range in quotes")
                .flatMap(range -> OptionText.range(range, at(table, "when"), problems));
        var arches = OptionText.arches(
                strings(table, "arch"), table.contains("arch") ? at(table, "arch") : origin, problems);
        var value = table.get(List.of("value"));
        if (value == null) {
            problems.add(origin, name + " has no value.");
            return Optional.empty();
        }
        return value(name, value, at(table, "value"))
                .map(written -> new Option(
                        name,
                        written.value(),
                        optional || written.optional(),
                        forced,
                        new Condition(when, arches),
                        origin));
    }

    private Optional<OptionText.Written> value(String name, Object value, Origin origin) {
        if (value instanceof String text) {
            return OptionText.value(name, text.strip(), origin, problems);
        }
        if (value instanceof Long number) {
            return Optional.of(new OptionText.Written(new Value.Text(number.toString()), false));
        }
        problems.add(
                origin,
                name + ": expected a text or a whole number, found " + kind(value)
                        + ": write \"yes\", \"module\", \"no\", \"unset\", 64 or \"text\".");
        return Optional.empty();
    }

    private boolean flag(TomlTable table, String key) {
        return typed(table, key, Boolean.class, "true or false").orElse(false);
    }

    private List<String> strings(TomlTable table, String key) {
        var value = table.get(List.of(key));
        if (value instanceof String text) {
            return List.of(text);
        }
        var texts = new ArrayList<String>();
        if (value instanceof TomlArray array) {
            for (var i = 0; i < array.size(); i++) {
                if (array.get(i) instanceof String text) {
                    texts.add(text);
                } else {
                    problems.add(at(table, key), "expected a list of texts in '" + key + "'.");
                }
            }
        } else if (value != null) {
            problems.add(at(table, key), "expected a list of texts in '" + key + "', found " + kind(value) + ".");
        }
        return texts;
    }

    private <T> Optional<T> typed(TomlTable table, String key, Class<T> type, String expected) {
        var value = table.get(List.of(key));
        if (value == null) {
            return Optional.empty();
        }
        if (type.isInstance(value)) {
            return Optional.of(type.cast(value));
        }
        problems.add(at(table, key), "expected " + expected + " in '" + key + "', found " + kind(value) + ".");
        return Optional.empty();
    }

    private static String kind(Object value) {
        if (value instanceof TomlTable) {
            return "a table";
        } else if (value instanceof TomlArray) {
            return "a list";
        } else if (value instanceof String text) {
            return "the text '" + text + "'";
        }
        return "'" + value + "'";
    }

    private Origin at(TomlTable table, String key) {
        return place(table.inputPositionOf(List.of(key)));
    }

    private Origin place(@Nullable TomlPosition position) {
        return place.apply(position == null ? 1 : position.line());
    }
}
