package org.kernelmaven.kconfig;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.kernelmaven.UserException;

/**
 * A {@code .config} file: the values of symbols, by name without {@code CONFIG_}, in the file's order.
 *
 * <p>Reading is strict where the kernel's {@code conf} only warns: a line that is no assignment, a text without quotes
 * and two different values for one symbol are errors with file and line.
 *
 * @param values the value of each symbol; a symbol that is not there was invisible, or nobody asked for it
 */
public record DotConfig(Map<String, ConfigValue> values) {

    /** The largest file that is read; a complete config of 6.12 has 300 KB. */
    public static final long MAX_BYTES = 8L << 20;

    private static final String PREFIX = "CONFIG_";
    private static final String NOT_SET_PREFIX = "# CONFIG_";
    private static final String NOT_SET = " is not set";
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]+|0[xX][0-9a-fA-F]+");
    private static final Pattern TEXT = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*+)\"");
    private static final int MAX_PROBLEMS = 20;

    /** Copies. */
    public DotConfig {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** One line's assignment. */
    public record Entry(String name, ConfigValue value) {}

    /**
     * Reads a file.
     *
     * @throws UserException where the file is absent, too large, or has wrong lines: all of them, with their numbers
     */
    public static DotConfig read(Path file) throws IOException {
        try {
            var size = Files.size(file);
            if (size > MAX_BYTES) {
                throw new UserException(
                        "'" + file + "' has " + size + " bytes: a .config file has " + MAX_BYTES + " at most.");
            }
            var text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
                    .toString();
            return parse(text, "'" + file + "'");
        } catch (NoSuchFileException e) {
            throw new UserException("There is no config file '" + file + "'.", e);
        } catch (CharacterCodingException e) {
            throw new UserException("'" + file + "' is not a .config file: it is not UTF-8 text.", e);
        }
    }

    /**
     * Reads the text of a file.
     *
     * @param place the file, as a message names it
     * @throws UserException with every wrong line
     */
    public static DotConfig parse(String text, String place) {
        var values = new LinkedHashMap<String, ConfigValue>();
        var problems = new ArrayList<String>();
        var lines = text.lines().toList();
        for (var i = 0; i < lines.size(); i++) {
            try {
                var entry = entry(lines.get(i).strip());
                if (entry.isEmpty()) {
                    continue;
                }
                var name = entry.get().name();
                var before = values.put(name, entry.get().value());
                if (before != null && !before.equals(entry.get().value())) {
                    throw new IllegalArgumentException(
                            PREFIX + name + " was " + before + " on line " + last(lines.subList(0, i), name)
                                    + " and is " + entry.get().value() + " here: keep one.");
                }
            } catch (IllegalArgumentException e) {
                problems.add(place + " line " + (i + 1) + ": " + e.getMessage());
            }
        }
        if (!problems.isEmpty()) {
            throw new UserException(summary(problems));
        }
        return new DotConfig(values);
    }

    /** The number of the last line that names a symbol. */
    private static int last(List<String> lines, String name) {
        for (var i = lines.size() - 1; i >= 0; i--) {
            var line = lines.get(i).strip();
            if (line.startsWith(PREFIX + name + "=") || line.equals(NOT_SET_PREFIX + name + NOT_SET)) {
                return i + 1;
            }
        }
        throw new IllegalStateException(name);
    }

    private static String summary(List<String> problems) {
        var shown = problems.stream().limit(MAX_PROBLEMS).collect(Collectors.joining("\n"));
        return problems.size() <= MAX_PROBLEMS
                ? shown
                : shown + "\n… and " + (problems.size() - MAX_PROBLEMS) + " more wrong lines.";
    }

    /**
     * Reads one line.
     *
     * @return empty for a blank line or a comment
     * @throws IllegalArgumentException where the line is neither; the message says why
     */
    public static Optional<Entry> entry(String line) {
        if (line.isEmpty() || line.startsWith("#")) {
            var end = line.length() - NOT_SET.length();
            return line.endsWith(NOT_SET) && line.startsWith(NOT_SET_PREFIX) && isName(line, NOT_SET_PREFIX, end)
                    ? Optional.of(new Entry(line.substring(NOT_SET_PREFIX.length(), end), ConfigValue.Tristate.N))
                    : Optional.empty();
        }
        var equals = line.indexOf('=');
        if (!line.startsWith(PREFIX) || !isName(line, PREFIX, equals)) {
            throw new IllegalArgumentException("expected CONFIG_NAME=VALUE or '# CONFIG_NAME is not set', found '"
                    + (line.length() > 80 ? line.substring(0, 80) + "…" : line) + "'.");
        }
        return Optional.of(new Entry(line.substring(PREFIX.length(), equals), value(line.substring(equals + 1))));
    }

    private static boolean isName(String line, String prefix, int end) {
        for (var at = prefix.length(); at < end; at++) {
            var character = line.charAt(at);
            if ((character < 'A' || character > 'Z')
                    && (character < 'a' || character > 'z')
                    && (character < '0' || character > '9')
                    && character != '_') {
                return false;
            }
        }
        return end > prefix.length();
    }

    /**
     * Reads a value as it stands right of the {@code =}.
     *
     * @throws IllegalArgumentException where it is none; the message says why
     */
    private static ConfigValue value(String text) {
        var tristate = ConfigValue.Tristate.of(text);
        if (tristate.isPresent()) {
            return tristate.get();
        }
        if (NUMBER.matcher(text).matches()) {
            return new ConfigValue.Numeral(text);
        }
        return unquoted(text)
                .<ConfigValue>map(ConfigValue.Text::new)
                .orElseThrow(() -> new IllegalArgumentException(
                        "'" + text + "' is no value: write y, m, n, a number, or a text in double quotes."));
    }

    /** The text between double quotes, escapes undone; empty where {@code text} is not quoted as a whole. */
    public static Optional<String> unquoted(String text) {
        var quoted = TEXT.matcher(text);
        return quoted.matches() ? Optional.of(quoted.group(1).replaceAll("\\\\(.)", "$1")) : Optional.empty();
    }

    /** The value of a symbol, or empty where the file does not name it. */
    public Optional<ConfigValue> get(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /** The value of a bool or tristate: {@code N} where the file does not name it or it is of another type. */
    public ConfigValue.Tristate tristate(String name) {
        return values.get(name) instanceof ConfigValue.Tristate tristate ? tristate : ConfigValue.Tristate.N;
    }

    /** The file's text: a line for each symbol. */
    public String text() {
        var text = new StringBuilder();
        values.forEach((name, value) -> text.append(value.line(name)).append('\n'));
        return text.toString();
    }
}
