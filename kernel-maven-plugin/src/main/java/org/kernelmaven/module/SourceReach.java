package org.kernelmaven.module;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.kernelmaven.artifact.BindingHeaders;

/**
 * Finds what the sources of a directory of a kernel tree read outside of it and outside of what every module finds in a
 * dev artifact: headers by {@code #include "../…"} and by the {@code -I} of its Kbuild files, sources and makefiles
 * that its Kbuild files name, and what those read in turn. It looks at the text alone, and every branch of a condition
 * counts: it finds too much rather than too little.
 */
public final class SourceReach {

    private static final Pattern INCLUDE =
            Pattern.compile("(?m)^[ \\t]*#[ \\t]*include[ \\t]*(?:\"([^\"\\n]+)\"|<([^>\\n]+)>)");
    /** How {@code include/trace/define_trace.h} finds the header it reads again. */
    private static final Pattern TRACE =
            Pattern.compile("(?m)^[ \\t]*#[ \\t]*define[ \\t]+TRACE_INCLUDE_(PATH|FILE)[ \\t]+(\\S+)");

    private static final Pattern SOURCE = Pattern.compile(".*\\.(?:[chS]|inc)");
    private static final List<String> SOURCE_SUFFIXES = List.of(".c", ".S", ".h");
    private static final long MOST_BYTES = 64L << 20;

    private final Path tree;
    private final KbuildReader kbuild;
    private final List<String> common;
    private final List<String> provided;

    /**
     * @param tree the root of a kernel tree
     * @param srcArch the directory below {@code arch}, such as {@code x86}
     */
    public SourceReach(Path tree, String srcArch) {
        this.tree = tree;
        this.kbuild = new KbuildReader(tree, srcArch);
        var arch = "arch/" + srcArch + "/include";
        // LINUXINCLUDE of the top Makefile (6.12): before what a directory adds
        this.common = List.of(arch, "include", arch + "/uapi", "include/uapi");
        this.provided = List.of("include/", arch + "/", "scripts/");
    }

    /**
     * The files outside.
     *
     * @param directory relative to the tree, such as {@code drivers/net/wireless/ath/ath9k}
     * @return their paths relative to the tree
     */
    public SortedSet<String> of(String directory) throws IOException {
        return new Search(directory).run();
    }

    /** The regular files below a directory of the tree, as paths relative to the tree; no link is followed. */
    public static SortedSet<String> files(Path tree, String directory) throws IOException {
        var files = new TreeSet<String>();
        Files.walkFileTree(tree.resolve(directory), new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isRegularFile()) {
                    files.add(tree.relativize(file).toString());
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return files;
    }

    /**
     * A file to read.
     *
     * @param includes where its quotes and brackets are looked for
     */
    private record Found(String path, List<String> includes) {}

    private final class Search {
        private final String start;
        private final SortedSet<String> outside = new TreeSet<>();
        private final Set<String> seen = new LinkedHashSet<>();
        private final Deque<Found> queue = new ArrayDeque<>();
        private final Map<String, List<String>> includes = new TreeMap<>();

        Search(String start) {
            this.start = start;
        }

        SortedSet<String> run() throws IOException {
            directory(start);
            for (var next = queue.poll(); next != null; next = queue.poll()) {
                read(next);
            }
            return outside;
        }

        private void directory(String directory) throws IOException {
            var files = files(tree, directory);
            var rules = new ArrayList<KbuildRules>();
            var all = new LinkedHashSet<String>();
            for (var path : files) {
                var parent = parent(path);
                if (!includes.containsKey(parent)) {
                    var read = kbuild.read(parent);
                    read.ifPresent(rules::add);
                    includes.put(
                            parent, read.map(KbuildRules::includeDirectories).orElse(List.of()));
                    all.addAll(includes.getOrDefault(parent, List.of()));
                }
            }
            for (var path : files) {
                add(path, merged(includesAround(parent(path)), all));
            }
            for (var rule : rules) {
                rules(rule, merged(rule.includeDirectories(), all));
            }
        }

        /** Of the nearest directory upwards that has a Kbuild file: its objects are compiled with those. */
        private List<String> includesAround(String directory) {
            for (var around = directory; around.length() >= start.length(); around = parent(around)) {
                var found = includes.getOrDefault(around, List.of());
                if (!found.isEmpty()) {
                    return found;
                }
            }
            return List.of();
        }

        private void rules(KbuildRules rules, List<String> context) throws IOException {
            rules.makefiles().forEach(path -> add(path, context));
            rules.forcedIncludes().forEach(path -> add(path, context));
            for (var object : rules.objects()) {
                SOURCE_SUFFIXES.forEach(suffix -> add(object + suffix, context));
            }
            for (var target : rules.targets()) {
                if (target.isDirectory()
                        && !isInside(target.path())
                        && Files.isDirectory(tree.resolve(target.path()))) {
                    if (!includes.containsKey(target.path())) {
                        directory(target.path());
                    }
                }
            }
        }

        private void read(Found found) throws IOException {
            var file = tree.resolve(found.path());
            if (!SOURCE.matcher(found.path()).matches() || Files.size(file) > MOST_BYTES) {
                return;
            }
            var text = Files.readString(file, StandardCharsets.ISO_8859_1);
            var matcher = INCLUDE.matcher(text);
            while (matcher.find()) {
                var quoted = Optional.ofNullable(matcher.group(1));
                resolve(found, quoted.orElse(matcher.group(2)), quoted.isPresent())
                        .ifPresent(path -> add(path, found.includes()));
            }
            trace(text).ifPresent(path -> add(path, found.includes()));
        }

        private Optional<String> resolve(Found from, String name, boolean quoted) {
            var places = new ArrayList<String>();
            if (quoted) {
                places.add(parent(from.path()));
            }
            places.addAll(common);
            places.addAll(from.includes());
            return places.stream()
                    .flatMap(place -> KbuildReader.normalized(place + "/" + name).stream())
                    .filter(this::exists)
                    .findFirst();
        }

        private static Optional<String> trace(String text) {
            var values = new TreeMap<String, String>();
            var matcher = TRACE.matcher(text);
            while (matcher.find()) {
                values.put(matcher.group(1), matcher.group(2));
            }
            return values.size() == 2
                    ? KbuildReader.normalized("include/trace/" + values.get("PATH") + "/" + values.get("FILE") + ".h")
                    : Optional.empty();
        }

        private void add(String path, List<String> context) {
            if (seen.contains(path) || isProvided(path) || !exists(path)) {
                return;
            }
            seen.add(path);
            if (!isInside(path)) {
                outside.add(path);
            }
            queue.add(new Found(path, context));
        }

        private boolean isProvided(String path) {
            return provided.stream().anyMatch(path::startsWith) && !BindingHeaders.isWithinChips(path);
        }

        private boolean isInside(String path) {
            return (path + "/").startsWith(start + "/");
        }

        private boolean exists(String path) {
            return Files.isRegularFile(tree.resolve(path), LinkOption.NOFOLLOW_LINKS);
        }
    }

    private static List<String> merged(List<String> first, Set<String> others) {
        var all = new LinkedHashSet<>(first);
        all.addAll(others);
        return List.copyOf(all);
    }

    private static String parent(String path) {
        return path.substring(0, Math.max(0, path.lastIndexOf('/')));
    }
}
