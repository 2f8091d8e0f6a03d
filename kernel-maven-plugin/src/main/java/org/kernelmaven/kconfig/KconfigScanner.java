package org.kernelmaven.kconfig;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.kernelmaven.UserException;

/**
 * Reads a tree's Kconfig files for what they define. It evaluates nothing: macros stay as written, and every {@code if}
 * block is entered. The language is that of {@code Documentation/kbuild/kconfig-language.rst} (6.12).
 */
final class KconfigScanner {

    private static final int MAX_FILES = 20_000;
    private static final int MAX_DEPTH = 100;
    private static final long MAX_BYTES = 4L << 20;

    private final Path tree;
    private final String srcarch;
    private final Set<Path> seen = new HashSet<>();
    private final Map<String, Building> symbols = new HashMap<>();
    private final Map<String, List<String>> selectors = new HashMap<>();

    KconfigScanner(Path tree, String srcarch) {
        this.tree = tree.toAbsolutePath().normalize();
        this.srcarch = srcarch;
    }

    /** A symbol on its way. */
    private static final class Building {
        Symbol.Type type = Symbol.Type.UNKNOWN;
        final List<Entry> definitions = new ArrayList<>();
    }

    /** A menu, choice or {@code if} block, and what must hold for its content; linked to the one around it. */
    private static final class Block {
        final @Nullable Block outer;
        final List<String> dependencies = new ArrayList<>();
        final @Nullable String choice;

        Block(@Nullable Block outer, @Nullable String choice) {
            this.outer = outer;
            this.choice = choice;
        }

        static List<String> all(@Nullable Block innermost) {
            var all = new ArrayList<String>();
            for (var block = innermost; block != null; block = block.outer) {
                all.addAll(0, block.dependencies);
            }
            return all;
        }
    }

    /** What statements such as {@code depends on} belong to at the moment. */
    private static final class Entry {
        final String place;
        final @Nullable String name;
        final @Nullable Block around;
        final List<String> dependencies;
        final List<String> ranges = new ArrayList<>();

        @Nullable
        String prompt;

        @Nullable
        String promptCondition;

        Entry(String place, @Nullable String name, @Nullable Block around, List<String> dependencies) {
            this.place = place;
            this.name = name;
            this.around = around;
            this.dependencies = dependencies;
        }

        Symbol.Definition definition() {
            var all = Block.all(around);
            all.addAll(dependencies);
            return new Symbol.Definition(
                    place,
                    Optional.ofNullable(prompt),
                    Optional.ofNullable(promptCondition),
                    all,
                    ranges,
                    Optional.ofNullable(around == null ? null : around.choice));
        }
    }

    Symbols scan() throws IOException {
        var root = tree.resolve("Kconfig");
        if (!Files.isRegularFile(root)) {
            throw new UserException("'" + tree + "' is no kernel tree: it has no Kconfig file.");
        }
        file(root, null, 0);
        var result = new HashMap<String, Symbol>();
        symbols.forEach((name, building) -> result.put(
                name,
                new Symbol(
                        name,
                        building.type,
                        building.definitions.stream().map(Entry::definition).toList(),
                        selectors.getOrDefault(name, List.of()))));
        return new Symbols(result);
    }

    private void file(Path file, @Nullable Block outer, int depth) throws IOException {
        if (!seen.add(file)) {
            return;
        }
        if (seen.size() > MAX_FILES || depth > MAX_DEPTH || Files.size(file) > MAX_BYTES) {
            throw new UserException("'" + file + "': the Kconfig files of this tree are not a kernel's: more than "
                    + MAX_FILES + " files, nested deeper than " + MAX_DEPTH + ", or one of more than " + MAX_BYTES
                    + " bytes.");
        }
        // Old trees have Latin-1 in help texts: every byte is some character there.
        new FileReader(tree.relativize(file).toString(), depth, outer)
                .read(Files.readString(file, StandardCharsets.ISO_8859_1)
                        .lines()
                        .toList());
    }

    private void source(String argument, @Nullable Block outer, int depth) throws IOException {
        var name = argument.replace("\"", "")
                .strip()
                .replace("$(SRCARCH)", srcarch)
                .replace("$SRCARCH", srcarch)
                .replace("$(HEADER_ARCH)", srcarch.equals("um") ? "x86" : srcarch)
                .replace("$(srctree)/", "");
        if (name.isEmpty() || name.contains("$") || name.indexOf('\0') >= 0) {
            return;
        }
        var file = tree.resolve(name).normalize();
        if (file.startsWith(tree) && Files.isRegularFile(file)) {
            file(file, outer, depth + 1);
        }
    }

    /** Reads one file. */
    private final class FileReader {

        private final String name;
        private final int depth;
        private final @Nullable Block outer;
        private @Nullable Block block;
        private @Nullable Entry entry;

        FileReader(String name, int depth, @Nullable Block outer) {
            this.name = name;
            this.depth = depth;
            this.outer = outer;
            this.block = outer;
        }

        void read(List<String> lines) throws IOException {
            for (var i = 0; i < lines.size(); i++) {
                var number = i + 1;
                var statement = new StringBuilder(lines.get(i));
                while (statement.length() > 0
                        && statement.charAt(statement.length() - 1) == '\\'
                        && i + 1 < lines.size()) {
                    statement.setLength(statement.length() - 1);
                    statement.append(lines.get(++i));
                }
                var text = statement.toString().strip();
                if (text.equals("help") || text.equals("---help---")) {
                    i = endOfHelp(lines, i + 1) - 1;
                } else if (!text.isEmpty() && text.charAt(0) != '#') {
                    statement(text, name + ":" + number);
                }
            }
        }

        /** A help text ends at the first line indented less than its first one. */
        private int endOfHelp(List<String> lines, int start) {
            var indent = -1;
            for (var i = start; i < lines.size(); i++) {
                var line = lines.get(i);
                if (line.isBlank()) {
                    continue;
                }
                var here = indent(line);
                if (indent < 0) {
                    indent = here;
                }
                if (here < indent || here == 0) {
                    return i;
                }
            }
            return lines.size();
        }

        private static int indent(String line) {
            var columns = 0;
            for (var i = 0; i < line.length(); i++) {
                if (line.charAt(i) == '\t') {
                    columns = (columns & ~7) + 8;
                } else if (line.charAt(i) == ' ') {
                    columns++;
                } else {
                    break;
                }
            }
            return columns;
        }

        private void statement(String text, String place) throws IOException {
            var space = 0;
            while (space < text.length()
                    && (Character.isLetterOrDigit(text.charAt(space)) || text.charAt(space) == '_')) {
                space++;
            }
            var word = text.substring(0, space);
            var rest = withoutComment(text.substring(space)).strip();
            switch (word) {
                case "config", "menuconfig" -> define(rest, place);
                case "choice" -> open(new Block(block, place), place);
                case "menu" -> open(new Block(block, block == null ? null : block.choice), place);
                case "if" -> {
                    open(new Block(block, block == null ? null : block.choice), place);
                    depend(rest);
                    entry = null;
                }
                case "endchoice", "endmenu", "endif" -> {
                    // A file cannot close what the file that sources it has opened.
                    if (block != null && block != outer) {
                        block = block.outer;
                    }
                    entry = null;
                }
                case "comment" -> entry = new Entry(place, null, block, new ArrayList<>());
                case "source" -> source(rest, block, depth);
                default -> property(word, rest);
            }
        }

        private void open(Block opened, String place) {
            block = opened;
            entry = new Entry(place, null, opened.outer, opened.dependencies);
        }

        private void define(String symbol, String place) {
            var defined = new Entry(place, symbol, block, new ArrayList<>());
            entry = defined;
            symbols.computeIfAbsent(symbol, key -> new Building()).definitions.add(defined);
        }

        private void depend(String expression) {
            if (entry != null && !expression.isEmpty()) {
                entry.dependencies.add(expression);
            }
        }

        private void property(String word, String rest) {
            var current = entry;
            if (current == null) {
                return;
            }
            switch (word) {
                case "bool", "boolean", "def_bool" -> type(current, Symbol.Type.BOOL, word, rest);
                case "tristate", "def_tristate" -> type(current, Symbol.Type.TRISTATE, word, rest);
                case "string" -> type(current, Symbol.Type.STRING, word, rest);
                case "int" -> type(current, Symbol.Type.INT, word, rest);
                case "hex" -> type(current, Symbol.Type.HEX, word, rest);
                case "prompt" -> prompt(current, rest);
                case "depends" ->
                    depend(rest.startsWith("on") ? rest.substring(2).strip() : rest);
                case "range" -> current.ranges.add(rest);
                case "select" -> {
                    if (current.name != null) {
                        var parts = rest.split("\\s+if\\s+", 2);
                        selectors
                                .computeIfAbsent(parts[0].strip(), key -> new ArrayList<>())
                                .add(parts.length == 1 ? current.name : current.name + " if " + parts[1]);
                    }
                }
                default -> {
                    // default, imply, option, modules, macros: nothing that is asked of a scan
                }
            }
        }

        private void type(Entry current, Symbol.Type type, String word, String rest) {
            if (current.name != null) {
                var building = symbols.get(current.name);
                if (building != null && building.type == Symbol.Type.UNKNOWN) {
                    building.type = type;
                }
            }
            if (!word.startsWith("def_") && !rest.isEmpty()) {
                prompt(current, rest);
            }
        }

        private void prompt(Entry current, String rest) {
            var end = closingQuote(rest);
            if (end < 0) {
                current.prompt = rest;
                return;
            }
            current.prompt = rest.substring(1, end);
            var after = rest.substring(end + 1).strip();
            if (after.startsWith("if")) {
                current.promptCondition = after.substring(2).strip();
            }
        }

        private static int closingQuote(String text) {
            if (text.isEmpty() || (text.charAt(0) != '"' && text.charAt(0) != '\'')) {
                return -1;
            }
            for (var i = 1; i < text.length(); i++) {
                if (text.charAt(i) == '\\') {
                    i++;
                } else if (text.charAt(i) == text.charAt(0)) {
                    return i;
                }
            }
            return -1;
        }

        private static String withoutComment(String text) {
            var quote = '\0';
            for (var i = 0; i < text.length(); i++) {
                var c = text.charAt(i);
                if (quote == '\0' && c == '#') {
                    return text.substring(0, i);
                } else if (quote != '\0' && c == '\\') {
                    i++;
                } else if (quote == '\0' && (c == '"' || c == '\'')) {
                    quote = c;
                } else if (c == quote) {
                    quote = '\0';
                }
            }
            return text;
        }
    }
}
