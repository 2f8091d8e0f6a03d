package org.kernelmaven.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

    /** A tree of the store. */
    record Entry(Path directory, String key, KernelVersion version) {

        PristineTree from(Provenance provenance) {
            return new PristineTree(directory, key, version, false, provenance);
        }
    }

    /** The key of a tree: {@code tar-SHA256-1}. */
    static String key(String form, String content) {
        return form + "-" + content + "-" + FORM;
    }

    /** The tree of that key, where the store has it and it is as it was made. */
    Optional<Entry> find(String key, String what) throws IOException {
        var directory = store.find(Kind.TREE, key);
        return directory.isPresent() && isSound(directory.get())
                ? Optional.of(entry(directory.get(), key, what))
                : Optional.empty();
    }

    /**
     * The tree of that key, filled where the store has it not.
     *
     * @param what the source, for messages
     * @throws org.kernelmaven.UserException where what was filled in is no supported kernel; nothing is kept then
     */
    Entry getOrMake(String key, String what, Filler filler) throws IOException {
        var directory = store.getOrRemake(Kind.TREE, key, this::isSound, temporary -> make(temporary, what, filler));
        return entry(directory, key, what);
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

    private static Entry entry(Path directory, String key, String what) throws IOException {
        return new Entry(directory.toRealPath(), key, KernelTree.check(directory, what));
    }

    /**
     * Mostly by a cheap look, for root ignores file modes: builds in the tree leave traces, and what makes it one is
     * there.
     */
    private boolean isSound(Path tree) throws IOException {
        return KernelTree.leftovers(tree).isEmpty()
                && (!thorough || Store.looksWhole(tree))
                // Last: who removes it meanwhile may have begun after it was looked through.
                && KernelTree.isOne(tree);
    }
}
