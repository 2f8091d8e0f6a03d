package org.kernelmaven.module;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.kernelmaven.UserException;

/**
 * What a kernel's source tree could export, whatever its configuration: where each symbol is exported, and under which
 * options.
 *
 * <p>In a dev artifact it is the file {@code exports.tsv} and holds the symbols that the built kernel does not export,
 * so that a module that needs one can be told how to get it. A line has five fields with tabs between: symbol, file,
 * {@code GPL} or nothing, namespace or nothing, options. The options are groups with spaces between, all of which must
 * hold; a group is options with {@code |} between, one of which must be on.
 *
 * @param exports by symbol; more than one where several files export it
 */
public record ExportIndex(Map<String, List<Export>> exports) {

    /** The file's name. */
    public static final String FILE_NAME = "exports.tsv";

    /** Nothing known. */
    public static final ExportIndex NONE = new ExportIndex(Map.of());

    private static final long MAX_BYTES = 64L << 20;
    private static final Pattern WORDS = Pattern.compile("[A-Za-z0-9_|]+(?: [A-Za-z0-9_|]+)*|");
    private static final Comparator<Export> ORDER =
            Comparator.comparing(Export::file).thenComparing(Export::symbol).thenComparing(Export::line);

    /**
     * An export in a source file.
     *
     * @param symbol the symbol
     * @param file relative to the tree
     * @param gplOnly whether only modules with a GPL-compatible licence may use it
     * @param namespace which its users must import
     * @param options what must be on for it, without {@code CONFIG_}: of each element one alternative; empty where the
     *     Makefiles do not say or it is always there
     */
    public record Export(
            String symbol, String file, boolean gplOnly, Optional<String> namespace, List<Set<String>> options) {

        /** Copies. */
        public Export {
            options = List.copyOf(options);
        }

        /** The groups of options of which none is on. */
        List<Set<String>> off(Predicate<String> on) {
            return options.stream()
                    .filter(group -> group.stream().noneMatch(on))
                    .toList();
        }

        private String line() {
            return String.join(
                    "\t",
                    symbol,
                    file,
                    gplOnly ? "GPL" : "",
                    namespace.orElse(""),
                    options.stream()
                            .map(group -> group.stream().sorted().collect(Collectors.joining("|")))
                            .collect(Collectors.joining(" ")));
        }
    }

    /** Copies. */
    public ExportIndex {
        var copy = new TreeMap<String, List<Export>>();
        exports.forEach((symbol, list) -> copy.put(symbol, List.copyOf(list)));
        exports = copy;
    }

    /** The index of these exports. */
    public static ExportIndex of(Collection<Export> exports) {
        return new ExportIndex(
                exports.stream().sorted(ORDER).distinct().collect(Collectors.groupingBy(Export::symbol)));
    }

    /** What is known of a symbol; empty where nothing in the tree exports it, or this kernel does. */
    public List<Export> find(String symbol) {
        return exports.getOrDefault(symbol, List.of());
    }

    /** The index without the symbols that a kernel exports. */
    public ExportIndex without(SymbolVersions exported) {
        var rest = new TreeMap<>(exports);
        rest.keySet().removeAll(exported.symbols().keySet());
        return new ExportIndex(rest);
    }

    /** Writes the file, which is the same for the same index: sorted by source file, then by symbol. */
    public void write(Path file) throws IOException {
        var text = exports.values().stream()
                .flatMap(List::stream)
                .sorted(ORDER)
                .map(export -> export.line() + "\n")
                .collect(Collectors.joining());
        Files.writeString(file, text);
    }

    /**
     * Reads a file; one that is not there is {@link #NONE}, for imported kernels have none.
     *
     * @throws UserException where it is too large or has a wrong line
     */
    public static ExportIndex read(Path file) throws IOException {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new UserException("'" + file + "' has " + Files.size(file) + " bytes: an index of exports has "
                        + MAX_BYTES + " at most.");
            }
            var exports = new ArrayList<Export>();
            var number = 0;
            for (var line : (Iterable<String>)
                    Files.readString(file, StandardCharsets.ISO_8859_1).lines()::iterator) {
                number++;
                var fields = line.split("\t", -1);
                if (fields.length != 5 || !WORDS.matcher(fields[4]).matches()) {
                    throw new UserException("'" + file + "' line " + number + " is not of the form 'symbol file"
                            + " GPL namespace options' with tabs between.");
                }
                exports.add(export(fields));
            }
            return new ExportIndex(exports.stream().collect(Collectors.groupingBy(Export::symbol)));
        } catch (NoSuchFileException e) {
            return NONE;
        }
    }

    private static Export export(String[] fields) {
        var options = Stream.of(fields[4].split(" "))
                .filter(group -> !group.isEmpty())
                .map(group -> Set.of(group.split("\\|+")))
                .toList();
        return new Export(
                fields[0],
                fields[1],
                fields[2].equals("GPL"),
                Optional.of(fields[3]).filter(namespace -> !namespace.isEmpty()),
                options);
    }
}
