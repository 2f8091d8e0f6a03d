package org.kernelmaven.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.concurrent.atomic.LongAdder;

/**
 * What a look at an entry shows, which opens no file: how many paths there are, and the sum of a number that each makes
 * with its kind and size. It takes no order, so that a kernel tree's 84,000 paths may come as several threads see them.
 */
final class Outline {

    private static final long FOLDER = -1;
    private static final long LINK = -2;

    private final LongAdder paths = new LongAdder();
    private final LongAdder sum = new LongAdder();

    /** Of an entry as it is, a file or a directory. */
    static Outline of(Path entry) throws IOException {
        return of(entry, (path, file, attributes) -> {});
    }

    /** The same, where a visitor sees all that is in a directory meanwhile. */
    static Outline of(Path entry, TreeListing.Visitor visitor) throws IOException {
        var outline = new Outline();
        var attributes = Files.readAttributes(entry, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (attributes.isDirectory()) {
            TreeListing.visit(entry, (path, file, its) -> {
                visitor.visit(path, file, its);
                outline.add(path, its);
            });
        } else {
            outline.add(Manifest.ITSELF, attributes);
        }
        return outline;
    }

    /**
     * Adds what is at a path.
     *
     * @param path below the entry
     * @param attributes its own, not those of what it points to
     */
    void add(String path, PosixFileAttributes attributes) {
        if (attributes.isRegularFile()) {
            addFile(path, attributes.size());
        } else if (attributes.isDirectory()) {
            addFolder(path);
        } else {
            addLink(path);
        }
    }

    void addFile(String path, long size) {
        addNumber(path, size);
    }

    void addFolder(String path) {
        addNumber(path, FOLDER);
    }

    void addLink(String path) {
        addNumber(path, LINK);
    }

    private void addNumber(String path, long size) {
        var name = 0L;
        for (var i = 0; i < path.length(); i++) {
            name = name * 0x9e3779b97f4a7c15L + path.charAt(i);
        }
        paths.increment();
        sum.add(mixed(name ^ mixed(size)));
    }

    /** Spreads what differs in a bit over all bits (the finalizer of SplitMix64, by Steele, Lea and Flood, 2014). */
    private static long mixed(long number) {
        var half = (number ^ (number >>> 30)) * 0xbf58476d1ce4e5b9L;
        half = (half ^ (half >>> 27)) * 0x94d049bb133111ebL;
        return half ^ (half >>> 31);
    }

    /** As a manifest notes it: {@code 83730 9f3b05a1c2d4e6f7}. */
    @Override
    public String toString() {
        return paths.sum() + " " + Long.toHexString(sum.sum());
    }
}
