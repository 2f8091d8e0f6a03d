package org.kernelmaven.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.kernelmaven.KernelVersion;
import org.kernelmaven.store.Kind;
import org.kernelmaven.store.Store;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The store's kernel trees: made once, checked before use. */
final class PristineTrees {

    /** Changes when a tree of the same source would come out otherwise; part of every key. */
    private static final String FORM = "1";

    private static final Logger LOG = LoggerFactory.getLogger(PristineTrees.class);

    private final Store store;
    private final boolean thorough;

    /** @param thorough whether a tree is looked through before it is taken */
    PristineTrees(Store store, boolean thorough) {
        this.store = store;
        this.thorough = thorough;
    }

    /** Fills a directory with a tree whose files nobody may write to, and of which no link leads out. */
    @FunctionalInterface
    interface Filler {
        /**
         * @param directory exists, empty
         * @return SHA-256 of files that were hashed on the way, by path
         */
        Map<String, String> fill(Path directory) throws IOException;
    }

    /** A tree of the store; {@code listing} as in {@link PristineTree}. */
    record Entry(
            Path directory, String key, KernelVersion version, Optional<Map<String, PosixFileAttributes>> listing) {

        PristineTree from(Provenance provenance) {
            return new PristineTree(directory, key, version, false, listing, provenance);
        }
    }

    /** The key of a tree: {@code tar-SHA256-1}. */
    static String key(String form, String content) {
        return form + "-" + content + "-" + FORM;
    }

    /** The tree of that key, where the store has it and it is as it was made. */
    Optional<Entry> find(String key, String what) throws IOException {
        var directory = store.find(Kind.TREE, key);
        var look = new Look();
        if (directory.isEmpty() || !look.isSound(directory.get())) {
            return Optional.empty();
        }
        return Optional.of(entry(directory.get(), key, what, look));
    }

    /**
     * The tree of that key, filled where the store has it not.
     *
     * @param what the source, for messages
     * @throws org.kernelmaven.UserException where what was filled in is no supported kernel; nothing is kept then
     */
    Entry getOrMake(String key, String what, Filler filler) throws IOException {
        var look = new Look();
        var directory = store.getOrRemake(Kind.TREE, key, look::isSound, temporary -> {
            look.forget(); // another tree's
            return make(temporary, what, filler);
        });
        return entry(directory, key, what, look);
    }

    private static Store.Made make(Path directory, String what, Filler filler) throws IOException {
        LOG.info("Unpacking {}", what);
        var start = System.nanoTime();
        Files.createDirectory(directory);
        var written = filler.fill(directory);
        KernelTree.clean(directory, what);
        var version = KernelTree.check(directory, what);
        LOG.info(
                "Unpacked Linux {} from {} in {} s",
                version,
                what,
                Duration.ofNanos(System.nanoTime() - start).toSeconds());
        return new Store.Made("Linux " + version + " from " + what, written);
    }

    private static Entry entry(Path directory, String key, String what, Look look) throws IOException {
        return new Entry(directory.toRealPath(), key, KernelTree.check(directory, what), look.listing);
    }

    /** A look at a tree that is there, and what it saw. */
    private final class Look {
        private Optional<Map<String, PosixFileAttributes>> listing = Optional.empty();

        /**
         * A cheap one, for root ignores file modes: builds in the tree leave traces, and what makes it one is there.
         */
        boolean isSound(Path tree) throws IOException {
            forget();
            if (!Files.isRegularFile(tree.resolve("Makefile"))
                    || !KernelTree.leftovers(tree).isEmpty()) {
                return false;
            }
            if (thorough) {
                listing = Store.listWhole(tree);
                // Else somebody removes it, and that was not all.
                return listing.isPresent() && Files.isRegularFile(tree.resolve("Makefile"));
            }
            return true;
        }

        void forget() {
            listing = Optional.empty();
        }
    }
}
