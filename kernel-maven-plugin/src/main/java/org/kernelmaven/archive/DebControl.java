package org.kernelmaven.archive;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The control file of a Debian package ({@code deb-control(5)}).
 *
 * @param fields the text of each field by its name in lower case; lines of continuation are joined by blanks
 */
public record DebControl(Map<String, String> fields) {

    private static final Pattern FIELD = Pattern.compile("([!-9;-~]+):\\s*(.*)");
    private static final Pattern RELATION = Pattern.compile(
            "([a-z0-9][a-z0-9.+-]+)(?::[a-z0-9-]+)?(?:\\s*\\(\\s*(<<|<=|=|>=|>>)\\s*([^)\\s]+)\\s*\\))?");
    private static final Pattern SOURCE = Pattern.compile("([a-z0-9][a-z0-9.+-]+)(?:\\s*\\(([^)]+)\\))?");

    /** Copies. */
    public DebControl {
        fields = Map.copyOf(fields);
    }

    /**
     * A package that another one needs or was built with.
     *
     * @param name the package
     * @param relation {@code =}, {@code >=}, …; empty where any version will do
     * @param version the version; empty with an empty relation
     */
    public record Relation(String name, String relation, String version) {}

    static DebControl parse(String text) {
        var fields = new TreeMap<String, String>();
        var last = "";
        for (var line : text.lines().toList()) {
            var field = FIELD.matcher(line);
            if (line.startsWith(" ") || line.startsWith("\t")) {
                fields.computeIfPresent(last, (name, value) -> value + " " + line.strip());
            } else if (field.matches()) {
                last = field.group(1).toLowerCase(Locale.ROOT);
                fields.put(last, field.group(2).strip());
            }
        }
        return new DebControl(fields);
    }

    /** The package's name. */
    public String name() {
        return fields.getOrDefault("package", "");
    }

    /** Its version. */
    public String version() {
        return fields.getOrDefault("version", "");
    }

    /** What it depends on; of alternatives the first. */
    public List<Relation> depends() {
        return relations("depends");
    }

    /** The source package that its content was built from, and its version, where it names them as such. */
    public Optional<Relation> builtFrom() {
        // A package with signatures has a source of its own and names that of what was signed.
        var builtUsing = relations("built-using").stream().findFirst();
        if (builtUsing.isPresent()) {
            return builtUsing;
        }
        var source = SOURCE.matcher(fields.getOrDefault("source", name()));
        return source.matches()
                ? Optional.of(new Relation(
                        source.group(1),
                        "=",
                        Optional.ofNullable(source.group(2)).orElse(version())))
                : Optional.empty();
    }

    private List<Relation> relations(String field) {
        return Stream.of(fields.getOrDefault(field, "").split(","))
                .map(alternatives -> RELATION.matcher(alternatives.split("\\|", 2)[0].strip()))
                .filter(java.util.regex.Matcher::matches)
                .map(match -> new Relation(
                        match.group(1),
                        Optional.ofNullable(match.group(2)).orElse(""),
                        Optional.ofNullable(match.group(3)).orElse("")))
                .toList();
    }
}
