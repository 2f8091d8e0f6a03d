package org.kernelmaven.module;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads the Kbuild files of a kernel tree for what they may build and where they look for headers
 * (Documentation/kbuild/makefiles.rst, Linux 6.1 to 6.12). It runs nothing.
 */
public final class KbuildReader {

    private static final Pattern ASSIGNMENT = Pattern.compile("(?:export\\s+|override\\s+)*"
            + "((?:[A-Za-z0-9_.+/-]|\\$\\([^()]*(?:\\([^()]*\\)[^()]*)*\\))+)\\s*(\\+=|::?=|\\?=|=)\\s*(.*)");
    private static final Pattern INCLUDE = Pattern.compile("[-s]?include\\s+(.+)");
    private static final Pattern TARGET = Pattern.compile("obj-(?:([ym])|\\$\\(CONFIG_(\\w+)\\)|.+)");
    private static final Pattern INCLUDE_DIRECTORY = Pattern.compile("(?<!\\S)-I\\s*(\\S+)");
    private static final Pattern FORCED_INCLUDE = Pattern.compile("(?<!\\S)-include\\s+(\\S+)");
    private static final long MOST_BYTES = 4L << 20;
    private static final int MOST_MAKEFILES = 2000;

    private final Path tree;
    private final String srcArch;

    /**
     * @param tree the root of a kernel tree, or of a part of one
     * @param srcArch the directory below {@code arch}, such as {@code x86}
     */
    public KbuildReader(Path tree, String srcArch) {
        this.tree = tree;
        this.srcArch = srcArch;
    }

    /** The Kbuild file of a directory: {@code Kbuild} where there is one, else {@code Makefile}. */
    public Optional<String> makefile(String directory) {
        for (var name : List.of("Kbuild", "Makefile")) {
            var path = directory.isEmpty() ? name : directory + "/" + name;
            if (Files.isRegularFile(tree.resolve(path))) {
                return Optional.of(path);
            }
        }
        return Optional.empty();
    }

    /** What the Kbuild file of a directory says; empty where it has none. */
    public Optional<KbuildRules> read(String directory) throws IOException {
        var makefile = makefile(directory);
        if (makefile.isEmpty()) {
            return Optional.empty();
        }
        var reading = new Reading(directory);
        reading.file(makefile.get());
        return Optional.of(reading.rules());
    }

    /** An assignment, to be looked at when all variables are known. */
    private record Line(String name, String value, String place) {}

    /** One directory's files on their way. */
    private final class Reading {
        private final String directory;
        private final MakeText text;
        private final Set<String> makefiles = new LinkedHashSet<>();
        private final List<Line> lines = new ArrayList<>();

        Reading(String directory) {
            this.directory = directory;
            // Since Linux 6.10 $(src) has $(srctree) in it; here the tree is '.', so both forms mean the same.
            this.text = new MakeText(Map.of(
                    "src", directory,
                    "obj", directory,
                    "srctree", ".",
                    "objtree", ".",
                    "abs_srctree", ".",
                    "SRCARCH", srcArch,
                    "ARCH", srcArch));
        }

        void file(String path) throws IOException {
            var file = tree.resolve(path);
            if (makefiles.size() >= MOST_MAKEFILES
                    || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                    || Files.size(file) > MOST_BYTES
                    || !makefiles.add(path)) {
                return;
            }
            var number = 0;
            var start = 1;
            var logical = new StringBuilder();
            for (var line : Files.readAllLines(file, StandardCharsets.ISO_8859_1)) {
                number++;
                if (line.endsWith("\\")) {
                    logical.append(line, 0, line.length() - 1).append(' ');
                    continue;
                }
                logical.append(line);
                line(logical.toString(), path + ":" + start);
                logical.setLength(0);
                start = number + 1;
            }
            line(logical.toString(), path + ":" + start);
        }

        private void line(String raw, String place) throws IOException {
            if (raw.startsWith("\t") || raw.isBlank()) {
                return; // a recipe
            }
            var comment = raw.indexOf('#');
            var line = (comment < 0 ? raw : raw.substring(0, comment)).strip();
            var include = INCLUDE.matcher(line);
            if (include.matches()) {
                for (var name : text.expand(include.group(1)).split("\\s+")) {
                    var path = normalized(name);
                    if (path.isPresent()) {
                        file(path.get());
                    }
                }
                return;
            }
            var assignment = ASSIGNMENT.matcher(line);
            if (assignment.matches()) {
                var name = assignment.group(1);
                text.assign(text.expand(name), assignment.group(2), assignment.group(3));
                lines.add(new Line(name, assignment.group(3), place));
            }
        }

        KbuildRules rules() {
            var includes = new LinkedHashSet<String>();
            var forced = new LinkedHashSet<String>();
            var objects = new LinkedHashSet<String>();
            var targets = new ArrayList<KbuildRules.Target>();
            for (var line : lines) {
                var value = text.expand(line.value());
                paths(INCLUDE_DIRECTORY, value, includes);
                paths(FORCED_INCLUDE, value, forced);
                var target = TARGET.matcher(line.name());
                var isTarget = target.matches();
                for (var word : value.split("\\s+")) {
                    var isObject = word.endsWith(".o");
                    if (!isObject && !(isTarget && word.endsWith("/"))) {
                        continue;
                    }
                    var path = normalized(directory + "/" + (isObject ? word.substring(0, word.length() - 2) : word));
                    path.filter(found -> isObject).ifPresent(objects::add);
                    path.filter(found -> isTarget)
                            .ifPresent(found -> targets.add(new KbuildRules.Target(
                                    Optional.ofNullable(target.group(1))
                                            .or(() -> Optional.ofNullable(target.group(2)))
                                            .orElse(""),
                                    found,
                                    !isObject,
                                    line.place())));
                }
            }
            return new KbuildRules(
                    List.copyOf(makefiles), List.copyOf(includes), List.copyOf(forced), List.copyOf(objects), targets);
        }
    }

    private static void paths(Pattern option, String value, Set<String> found) {
        var matcher = option.matcher(value);
        while (matcher.find()) {
            normalized(matcher.group(1)).ifPresent(found::add);
        }
    }

    /** A path relative to the tree without {@code .} and {@code ..}; empty where it leaves the tree or is absolute. */
    static Optional<String> normalized(String path) {
        if (path.startsWith("/") || path.indexOf('\0') >= 0) {
            return Optional.empty();
        }
        var parts = new ArrayList<String>();
        for (var part : path.split("/")) {
            if (part.equals("..")) {
                if (parts.isEmpty()) {
                    return Optional.empty();
                }
                parts.remove(parts.size() - 1);
            } else if (!part.isEmpty() && !part.equals(".")) {
                parts.add(part);
            }
        }
        return parts.isEmpty() ? Optional.empty() : Optional.of(String.join("/", parts));
    }
}
