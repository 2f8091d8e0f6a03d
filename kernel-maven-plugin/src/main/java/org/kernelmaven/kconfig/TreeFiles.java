package org.kernelmaven.kconfig;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.kernelmaven.kconfig.language.KconfigException;
import org.kernelmaven.kconfig.language.Place;

/**
 * The Kconfig files of a tree, read from the build tree first and the source tree then; nothing beyond them is read.
 * Several threads may read.
 */
final class TreeFiles implements KconfigFiles {

    /** The largest Kconfig file of 6.12 has 100 KB. */
    private static final long MAX_BYTES = 4L << 20;

    private final List<Path> roots;

    /** The real paths of folders: a tree has fewer of them than files. */
    private final Map<Path, Path> folders = new ConcurrentHashMap<>();

    private final Map<Path, Set<String>> listings = new ConcurrentHashMap<>();

    /** @param roots where files are looked for, in order */
    TreeFiles(List<Path> roots) {
        this.roots = List.copyOf(roots);
    }

    /** Those that a build of a tree reads. */
    static TreeFiles of(Path sourceTree, Path buildTree) {
        return new TreeFiles(List.of(buildTree.toAbsolutePath(), sourceTree.toAbsolutePath()));
    }

    @Override
    public @Nullable String read(String name, Place place) throws IOException {
        try {
            for (var root : roots) {
                var file = root.resolve(name).normalize();
                var attributes = mayBe(file, root) ? attributes(file) : null;
                if (attributes != null && (attributes.isRegularFile() || attributes.isSymbolicLink())) {
                    check(file, attributes, root, name, place);
                    if (attributes.isRegularFile() || Files.isRegularFile(file)) {
                        return text(file);
                    }
                }
            }
        } catch (InvalidPathException e) {
            throw new KconfigException(List.of(place + ": '" + name + "' is no path"));
        }
        return null;
    }

    /**
     * Whether a file may be there. A build tree has few Kconfig files or none, so its folders are listed, once each,
     * instead of looking for each of a thousand files.
     */
    private boolean mayBe(Path file, Path root) throws IOException {
        var folder = file.getParent();
        if (root.equals(roots.get(roots.size() - 1)) || folder == null || !file.startsWith(root)) {
            return true;
        }
        return names(folder, root).contains(String.valueOf(file.getFileName()));
    }

    private Set<String> names(Path folder, Path root) throws IOException {
        var known = listings.get(folder);
        if (known == null) {
            known = folder.equals(root) || mayBe(folder, root) ? listed(folder) : Set.of();
            listings.put(folder, known);
        }
        return known;
    }

    private static Set<String> listed(Path folder) throws IOException {
        var names = new HashSet<String>();
        if (Files.isDirectory(folder)) {
            try (var entries = Files.newDirectoryStream(folder)) {
                entries.forEach(entry -> names.add(String.valueOf(entry.getFileName())));
            } catch (DirectoryIteratorException e) {
                throw e.getCause();
            }
        }
        return names;
    }

    /** What is no UTF-8 is replaced: comments of old trees have some. */
    private static String text(Path file) throws IOException {
        try {
            // Copies nothing.
            return Files.readString(file);
        } catch (CharacterCodingException e) {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        }
    }

    private static @Nullable BasicFileAttributes attributes(Path file) {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        } catch (IOException e) {
            return null;
        }
    }

    private void check(Path file, BasicFileAttributes attributes, Path root, String name, Place place)
            throws IOException {
        var real = attributes.isSymbolicLink() ? file.toRealPath() : realFolder(file);
        if (!isInside(real)) {
            throw new KconfigException(
                    List.of(place + ": '" + name + "' is outside of the tree '" + root + "': it is not read"));
        }
        var size = attributes.isSymbolicLink() ? Files.size(file) : attributes.size();
        if (size > MAX_BYTES) {
            throw new KconfigException(List.of(
                    place + ": '" + name + "' has " + size + " bytes: a Kconfig file has " + MAX_BYTES + " at most"));
        }
    }

    /** A name that begins with a slash may be in the source tree, though it is looked for in the build tree first. */
    private boolean isInside(Path real) throws IOException {
        for (var root : roots) {
            if (real.startsWith(realPath(root))) {
                return true;
            }
        }
        return false;
    }

    private Path realFolder(Path file) throws IOException {
        var folder = file.getParent();
        return folder == null ? file.toRealPath() : realPath(folder);
    }

    private Path realPath(Path folder) throws IOException {
        var known = folders.get(folder);
        if (known == null) {
            known = folder.toRealPath();
            folders.put(folder, known);
        }
        return known;
    }
}
