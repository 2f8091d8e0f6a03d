package org.kernelmaven.store;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What there is in the store: entries, and what killed Mavens left beside them.
 *
 * @param entries by kind, the largest first; facts, a line each, are not among them
 * @param leftovers by path; some may be in the making now
 */
record Inventory(List<Entry> entries, List<Leftover> leftovers) {

    /** {@code .KEY.SUFFIX}: the suffixes of what a maker is about to finish or to delete. */
    private static final Pattern UNFINISHED =
            Pattern.compile("\\.(.+?)(\\.(?:manifest|uses))?\\.(?:tmp|removed|unfinished)");

    private static final Pattern PARTIAL = Pattern.compile("\\.(.+)\\.part");
    /** What means nothing once its entry is gone. */
    private static final Pattern COMPANION = Pattern.compile("\\.(.+)\\.(?:manifest|uses)");

    /**
     * Something half-made or half-deleted.
     *
     * @param kind of the entry
     * @param key of the entry, under whose lock it may be deleted
     * @param path where it is
     * @param size the bytes of its files
     * @param resumable whether a download goes on with it
     * @param modified when it was last written to
     */
    record Leftover(Kind kind, String key, Path path, long size, boolean resumable, Instant modified) {}

    /** Looks at a store; what vanishes meanwhile is left out. */
    static Inventory of(Store store) throws IOException {
        var entries = new ArrayList<Entry>();
        var leftovers = new ArrayList<Leftover>();
        for (var kind : Kind.values()) {
            var folder = store.folder(kind);
            if (Files.isDirectory(folder)) {
                for (var path : children(folder)) {
                    var name = path.getFileName().toString();
                    if (name.startsWith(".")) {
                        leftover(kind, path, name).ifPresent(leftovers::add);
                    } else if (kind != Kind.FACT && Store.isKey(name) && Placement.isThere(path)) {
                        entry(kind, path, name).ifPresent(entries::add);
                    }
                }
            }
        }
        entries.sort(Comparator.comparing(Entry::kind)
                .thenComparing(Entry::size, Comparator.reverseOrder())
                .thenComparing(Entry::key));
        return new Inventory(List.copyOf(entries), List.copyOf(leftovers));
    }

    /** The bytes of all entries. */
    long size() {
        return entries.stream().mapToLong(Entry::size).sum();
    }

    private static List<Path> children(Path folder) throws IOException {
        try (Stream<Path> children = Files.list(folder)) {
            return children.sorted().toList();
        }
    }

    private static Optional<Leftover> leftover(Kind kind, Path path, String name) throws IOException {
        var unfinished = UNFINISHED.matcher(name);
        if (unfinished.matches()) {
            return leftover(kind, unfinished.group(1), path, false);
        }
        var partial = PARTIAL.matcher(name);
        if (partial.matches()) {
            return leftover(kind, partial.group(1), path, true);
        }
        var companion = COMPANION.matcher(name);
        return companion.matches() && !Placement.isThere(path.resolveSibling(companion.group(1)))
                ? leftover(kind, companion.group(1), path, false)
                : Optional.empty();
    }

    private static Optional<Leftover> leftover(Kind kind, String key, Path path, boolean resumable) throws IOException {
        try {
            if (!Store.isKey(key)) {
                return Optional.empty();
            }
            var entry = path.resolveSibling(key);
            var size = sizeOf(kind, path.equals(Placement.marker(entry)) && Store.exists(entry) ? entry : path);
            return Optional.of(new Leftover(kind, key, path, size, resumable, modified(path)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private static Optional<Entry> entry(Kind kind, Path path, String key) throws IOException {
        try {
            var head = head(path);
            var uses = Store.sibling(path, Store.USES);
            return Optional.of(new Entry(
                    kind,
                    key,
                    path,
                    head.map(Manifest::name).orElse(""),
                    kind.proof() == Proof.NONE || head.isEmpty()
                            ? sizeOf(kind, path)
                            : head.get().size(),
                    modified(Store.exists(uses) ? uses : path),
                    Uses.projects(uses)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private static Optional<Manifest> head(Path entry) throws IOException {
        try {
            return Manifest.head(Store.sibling(entry, Store.MANIFEST));
        } catch (Manifest.DamagedException e) {
            return Optional.empty(); // whoever verifies says so
        }
    }

    private static Instant modified(Path path) throws IOException {
        return Files.getLastModifiedTime(path, LinkOption.NOFOLLOW_LINKS).toInstant();
    }

    /**
     * The bytes of the files; of a work directory without those that are linked from outside too, such as its tree's.
     */
    private static long sizeOf(Kind kind, Path path) throws IOException {
        var sizes = new ArrayList<Long>();
        var links = new HashMap<Object, Integer>();
        Files.walkFileTree(path, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (attributes.isRegularFile()
                        && (kind != Kind.WORK || links.merge(attributes.fileKey(), 1, Integer::sum) == links(file))) {
                    sizes.add(attributes.size());
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                if ((failure instanceof NoSuchFileException || failure instanceof AccessDeniedException)
                        && !file.equals(path)) {
                    return FileVisitResult.CONTINUE; // of a git, apt or make that works now, or of another user's
                }
                throw failure;
            }
        });
        return sizes.stream().mapToLong(Long::longValue).sum();
    }

    /** How many names a file has; none where it has just gone. */
    private static int links(Path file) throws IOException {
        try {
            return (int) Files.getAttribute(file, "unix:nlink", LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            return 0;
        }
    }
}
