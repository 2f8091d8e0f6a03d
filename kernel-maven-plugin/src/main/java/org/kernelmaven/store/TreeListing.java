package org.kernelmaven.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiPredicate;

/**
 * What is below a directory, by relative path, each with its own attributes: links are not followed. What vanishes
 * meanwhile, as an editor's temporary file does, is left out.
 */
public final class TreeListing {

    private final int prefix;
    private final BiPredicate<Path, PosixFileAttributes> skip;
    private final Map<String, PosixFileAttributes> found;

    private TreeListing(
            Path root, BiPredicate<Path, PosixFileAttributes> skip, Map<String, PosixFileAttributes> found) {
        this.prefix = root.toString().length() + 1;
        this.skip = skip;
        this.found = found;
    }

    /** Everything, directories too. */
    public static Map<String, PosixFileAttributes> of(Path root) throws IOException {
        return of(root, (path, attributes) -> false);
    }

    /**
     * Everything but some.
     *
     * @param skip tells, on several threads, of a path whether it is left out, a directory with all below it
     */
    public static Map<String, PosixFileAttributes> of(Path root, BiPredicate<Path, PosixFileAttributes> skip)
            throws IOException {
        var found = new ConcurrentHashMap<String, PosixFileAttributes>();
        var listing = new TreeListing(root, skip, found);
        try {
            // Level by level, on all cores: the system is asked once for each of a kernel tree's 84,000 paths.
            var folders = List.of(root);
            while (!folders.isEmpty()) {
                folders = folders.parallelStream()
                        .flatMap(folder -> listing.read(folder).stream())
                        .toList();
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return found;
    }

    /** Notes what is in a folder; returns the folders among that. */
    private List<Path> read(Path folder) {
        var folders = new ArrayList<Path>();
        try (var children = Files.newDirectoryStream(folder)) {
            for (var child : children) {
                if (isFolder(child)) {
                    folders.add(child);
                }
            }
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (DirectoryIteratorException e) {
            throw new UncheckedIOException(e.getCause());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return folders;
    }

    /** Whether a path is a folder to read; notes it. */
    private boolean isFolder(Path path) throws IOException {
        try {
            var attributes = Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (skip.test(path, attributes)) {
                return false;
            }
            found.put(path.toString().substring(prefix), attributes);
            return attributes.isDirectory();
        } catch (NoSuchFileException e) {
            return false;
        }
    }
}
