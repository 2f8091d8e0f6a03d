package org.kernelmaven.module;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which options a source file is compiled under, from the tree's Makefiles (Documentation/kbuild/makefiles.rst).
 *
 * <p>Understood are {@code obj-$(CONFIG_X)}, {@code lib-}, composite objects ({@code foo-y}, {@code foo-objs},
 * {@code foo-$(CONFIG_Y)}), directories, objects of a directory below, {@code $(addprefix …)} and make's conditionals
 * on options. What some Makefiles compute otherwise counts as having no condition of its own.
 */
final class KbuildFiles {

    private static final Set<String> LISTS = Set.of("obj", "lib", "core", "drivers", "libs", "net", "head", "virt");
    private static final Pattern ASSIGNMENT = Pattern.compile("\\s*(\\S+?)-(y|m|objs|\\$\\(.*?\\)+)\\s*[:+?]?=(.*)");
    private static final Pattern CONDITIONAL = Pattern.compile("\\s*(ifdef|ifndef|ifeq|ifneq|else|endif)\\b(.*)");
    private static final Pattern PREFIXED = Pattern.compile("\\$\\(addprefix\\s+([\\w/.-]+)\\s*,([^()]*)\\)");
    private static final Pattern EQUALS_YES = Pattern.compile("\\s*\\(\\s*[^,]*,\\s*[ym]+\\s*\\)\\s*");
    private static final Pattern NOT_EMPTY = Pattern.compile("\\s*\\(.*,\\s*\\)\\s*");
    private static final long MAX_BYTES = 4L << 20;
    private static final int MAX_DEPTH = 8;

    private final Path tree;
    private final Map<String, Map<String, List<Use>>> makefiles = new HashMap<>();
    private final Map<String, Conditions> directories = new HashMap<>();

    /** An object or directory on the right of an assignment: in which list, under which conditions. */
    private record Use(String list, Conditions conditions) {}

    KbuildFiles(Path tree) {
        this.tree = tree;
    }

    /**
     * The conditions of a source file.
     *
     * @param file relative to the tree, with {@code /} between
     */
    Conditions of(String file) throws IOException {
        var dot = file.lastIndexOf('.');
        var object = file.substring(0, dot) + ".o";
        for (var directory = parent(object); ; directory = parent(directory)) {
            var name = directory.isEmpty() ? object : object.substring(directory.length() + 1);
            var uses = makefile(directory);
            if (uses.containsKey(name)) {
                return directory(directory).and(object(uses, name, new HashSet<>()));
            }
            if (directory.isEmpty()) {
                return directory(parent(object));
            }
        }
    }

    private static String parent(String path) {
        return path.substring(0, Math.max(0, path.lastIndexOf('/')));
    }

    private static Conditions object(Map<String, List<Use>> uses, String name, Set<String> seen) {
        var ways = new ArrayList<Conditions>();
        if (seen.size() < MAX_DEPTH && seen.add(name)) {
            for (var use : uses.getOrDefault(name, List.of())) {
                var composite = use.list + ".o";
                if (uses.containsKey(composite) && !name.equals(composite)) {
                    ways.add(object(uses, composite, seen).and(use.conditions));
                } else if (LISTS.contains(use.list)) {
                    ways.add(use.conditions);
                }
            }
            seen.remove(name);
        }
        return Conditions.oneOf(ways);
    }

    private Conditions directory(String directory) throws IOException {
        if (directory.isEmpty()) {
            return Conditions.NONE;
        }
        var known = directories.get(directory);
        if (known == null) {
            known = findDirectory(directory);
            directories.put(directory, known);
        }
        return known;
    }

    private Conditions findDirectory(String directory) throws IOException {
        for (var above = parent(directory); ; above = parent(above)) {
            var name = (above.isEmpty() ? directory : directory.substring(above.length() + 1)) + "/";
            var uses = makefile(above).get(name);
            if (uses != null) {
                return directory(above)
                        .and(Conditions.oneOf(uses.stream().map(Use::conditions).toList()));
            }
            if (above.isEmpty()) {
                return directory(parent(directory));
            }
        }
    }

    private Map<String, List<Use>> makefile(String directory) throws IOException {
        var known = makefiles.get(directory);
        if (known == null) {
            known = new HashMap<>();
            for (var name : List.of("Kbuild", "Makefile")) {
                var file = tree.resolve(directory).resolve(name);
                if (Files.isRegularFile(file) && Files.size(file) <= MAX_BYTES) {
                    parse(Files.readString(file, StandardCharsets.ISO_8859_1), directory, known);
                }
            }
            makefiles.put(directory, known);
        }
        return known;
    }

    private static void parse(String text, String directory, Map<String, List<Use>> uses) {
        Deque<Conditions> around = new ArrayDeque<>();
        var joined = text.replace("\\\r\n", " ").replace("\\\n", " ");
        for (var line : (Iterable<String>) joined.lines()::iterator) {
            var comment = line.indexOf('#');
            var code = comment < 0 ? line : line.substring(0, comment);
            var conditional = CONDITIONAL.matcher(code);
            if (conditional.matches()) {
                conditional(conditional.group(1), conditional.group(2), around);
                continue;
            }
            var assignment = ASSIGNMENT.matcher(code);
            if (assignment.matches()) {
                var conditions = Conditions.NONE;
                for (var outer = around.descendingIterator(); outer.hasNext(); ) {
                    conditions = conditions.and(outer.next());
                }
                var use = new Use(assignment.group(1), conditions.and(Conditions.anyNamed(assignment.group(2))));
                for (var word : expanded(assignment.group(3)).trim().split("\\s+")) {
                    if (word.endsWith(".o") || word.endsWith("/")) {
                        uses.computeIfAbsent(relative(word, directory), key -> new ArrayList<>())
                                .add(use);
                    }
                }
            }
        }
    }

    /** An arch's Makefile names directories from the tree's root. */
    private static String relative(String word, String directory) {
        return !directory.isEmpty() && word.startsWith(directory + "/") ? word.substring(directory.length() + 1) : word;
    }

    private static String expanded(String value) {
        return PREFIXED.matcher(value).replaceAll(call -> {
            var words = new StringBuilder();
            for (var word : call.group(2).trim().split("\\s+")) {
                words.append(call.group(1)).append(word).append(' ');
            }
            return java.util.regex.Matcher.quoteReplacement(words.toString());
        });
    }

    private static void conditional(String word, String rest, Deque<Conditions> around) {
        switch (word) {
            case "endif" -> around.poll();
            case "else" -> {
                around.poll();
                var next = CONDITIONAL.matcher(rest);
                around.push(next.matches() ? condition(next.group(1), next.group(2)) : Conditions.NONE);
            }
            default -> around.push(condition(word, rest));
        }
    }

    private static Conditions condition(String word, String rest) {
        return switch (word) {
            case "ifdef" -> Conditions.anyNamed(rest);
            case "ifeq" -> EQUALS_YES.matcher(rest).matches() ? Conditions.allNamed(rest) : Conditions.NONE;
            case "ifneq" -> NOT_EMPTY.matcher(rest).matches() ? Conditions.anyNamed(rest) : Conditions.NONE;
            default -> Conditions.NONE;
        };
    }
}
