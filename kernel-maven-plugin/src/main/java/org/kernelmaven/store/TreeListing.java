package org.kernelmaven.store;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import org.kernelmaven.tool.Workers;

/**
 * What is below a directory, by relative path, each with its own attributes: links are not followed. What vanishes
 * meanwhile, as an editor's temporary file does, is left out.
 */
public final class TreeListing {

    private static final int MOST_THREADS = 8;

    private final int prefix;
    private final Filter filter;

    private TreeListing(Path root, Filter filter) {
        this.prefix = root.toString().length() + 1;
        this.filter = filter;
    }

    /** Is shown each path of a tree, on several threads; a directory before what is in it. */
    @FunctionalInterface
    public interface Visitor {
        /**
         * Sees a path.
         *
         * @param path from the root
         * @param file the same with the root
         * @param attributes its own, not those of what it points to
         */
        void visit(String path, Path file, PosixFileAttributes attributes) throws IOException;
    }

    /** As {@link Visitor}, and says of each path whether it is listed, a directory with all below it. */
    @FunctionalInterface
    public interface Filter {
        /** As {@link Visitor#visit}. */
        boolean lists(String path, Path file, PosixFileAttributes attributes) throws IOException;
    }

    /** Everything, directories too. */
    public static Map<String, PosixFileAttributes> of(Path root) throws IOException {
        return of(root, (path, file, attributes) -> true);
    }

    /** Everything but what the filter leaves out. */
    public static Map<String, PosixFileAttributes> of(Path root, Filter filter) throws IOException {
        var found = new ConcurrentHashMap<String, PosixFileAttributes>();
        walk(root, (path, file, attributes) -> {
            if (!filter.lists(path, file, attributes)) {
                return false;
            }
            found.put(path, attributes);
            return true;
        });
        return found;
    }

    /** Shows a visitor everything, directories too, and keeps nothing. */
    public static void visit(Path root, Visitor visitor) throws IOException {
        walk(root, (path, file, attributes) -> {
            visitor.visit(path, file, attributes);
            return true;
        });
    }

    private static void walk(Path root, Filter filter) throws IOException {
        var listing = new TreeListing(root, filter);
        var threads = Math.min(Runtime.getRuntime().availableProcessors(), MOST_THREADS);
        // Level by level: the system is asked once for each of a kernel tree's 84,000 paths.
        var folders = List.of(root);
        while (!folders.isEmpty()) {
            var tasks = folders.stream()
                    .map(folder -> (Callable<List<Path>>) () -> listing.read(folder))
                    .toList();
            folders = Workers.all(threads, "looking through '" + root + "'", tasks).stream()
                    .flatMap(List::stream)
                    .toList();
        }
    }

    /** Shows what is in a folder; returns the folders among that to go into. */
    private List<Path> read(Path folder) throws IOException {
        var folders = new ArrayList<Path>();
        for (var child : children(folder)) {
            var attributes = attributes(child);
            if (attributes.isPresent()
                    && filter.lists(child.toString().substring(prefix), child, attributes.get())
                    && attributes.get().isDirectory()) {
                folders.add(child);
            }
        }
        return folders;
    }

    private static List<Path> children(Path folder) throws IOException {
        var found = new ArrayList<Path>();
        try (var children = Files.newDirectoryStream(folder)) {
            children.forEach(found::add);
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return found;
    }

    private static Optional<PosixFileAttributes> attributes(Path file) throws IOException {
        try {
            return Optional.of(Files.readAttributes(file, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }
}
