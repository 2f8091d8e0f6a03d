package org.kernelmaven.kconfig.explain;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.kernelmaven.kconfig.language.Kconfig;
import org.kernelmaven.kconfig.language.Symbol;
import org.kernelmaven.settings.Nearest;

/**
 * Says what is known of a name that no file of this architecture defines: which other files of the tree define it, or
 * which names are like it.
 *
 * @param kconfig the model
 * @param tree the kernel tree
 */
public record UnknownSymbol(Kconfig kconfig, Path tree) {

    private static final int SHOWN = 5;
    private static final int SUGGESTED = 3;
    private static final int DEPTH = 20;
    private static final long MAX_BYTES = 4L << 20;

    /** Tests of the language and of tools, which no kernel reads. */
    private static final Set<String> OTHER = Set.of("Documentation", "scripts", "tools", ".git", "build");

    /** Whether some file that this architecture reads defines the symbol. */
    public static boolean isDefined(Kconfig kconfig, String name) {
        return kconfig.find(name).filter(Symbol::isDefined).isPresent();
    }

    /** Explains, in one or more lines. */
    public List<String> lines(String name) throws IOException {
        var lines = new Lines();
        lines.add(name + " is defined by no Kconfig file that this architecture reads.");
        var places = definitions(name);
        if (!places.isEmpty()) {
            var shown = new ArrayList<>(places.subList(0, Math.min(SHOWN, places.size())));
            if (places.size() > SHOWN) {
                shown.add("and " + (places.size() - SHOWN) + " more");
            }
            lines.items("elsewhere", shown);
        } else {
            var like = nearest(name);
            lines.sentence(
                    like.isEmpty()
                            ? "No file of the tree defines it, and no name is like it."
                            : "No file of the tree defines it. Did you mean " + String.join(", ", like) + "?");
        }
        var mentioned = kconfig.find(name).isPresent();
        if (mentioned && places.isEmpty()) {
            lines.sentence("Conditions of others name it; it counts as n there.");
        }
        return lines.list();
    }

    /** The names that are like it, the nearest first. */
    public List<String> nearest(String name) {
        var known = new HashSet<String>();
        kconfig.byName().forEach((other, symbol) -> {
            if (symbol.isDefined()) {
                known.add(other);
            }
        });
        var found = new ArrayList<String>();
        while (found.size() < SUGGESTED) {
            var near = Nearest.to(name, known);
            if (near.isEmpty()) {
                break;
            }
            found.add(near.get());
            known.remove(near.get());
        }
        return found;
    }

    /** Where files that this architecture does not read define it, as {@code file:line}, sorted. */
    public List<String> definitions(String name) throws IOException {
        var definition = Pattern.compile("\\s*(?:menu)?config\\s+" + Pattern.quote(name) + "\\s*(?:#.*)?");
        var read = new HashSet<>(kconfig.files());
        var found = new ArrayList<String>();
        var root = tree.toAbsolutePath();
        Files.walkFileTree(root, Set.of(), DEPTH, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                return directory.equals(root.resolve(directory.getFileName()))
                                && OTHER.contains(directory.getFileName().toString())
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                var path = root.relativize(file).toString();
                if (file.getFileName().toString().startsWith("Kconfig")
                        && attributes.isRegularFile()
                        && attributes.size() <= MAX_BYTES
                        && !read.contains(path)) {
                    var number = 0;
                    for (var line :
                            Files.readString(file, StandardCharsets.ISO_8859_1).split("\n", -1)) {
                        number++;
                        if (definition.matcher(line).matches()) {
                            found.add(path + ":" + number);
                        }
                    }
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) {
                return FileVisitResult.CONTINUE;
            }
        });
        Collections.sort(found);
        return found;
    }
}
