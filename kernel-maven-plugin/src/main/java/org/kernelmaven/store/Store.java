package org.kernelmaven.store;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.kernelmaven.UserException;
import org.kernelmaven.tool.CommandRunner;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The cache: downloads, kernel trees and unpacked artifacts by their content, and places to work.
 *
 * <p>An entry is a file or directory at {@code ROOT/KIND/KEY}. It appears whole by one atomic rename or not at all,
 * also after a power failure; a maker that fails or is killed leaves nothing but temporary siblings, which the next
 * maker of the same key removes. Where the file system does not rename directories, a {@link Placement marker} does for
 * that. Writers of one key wait for each other, within the JVM and across processes; readers never wait. Beside an
 * entry are its {@link Manifest}, its {@link Uses}, its lock and its {@link Leases lease}; the last two stay when it is
 * removed, for removing a file while another process waits for its lock would give both the lock. Nothing is ever moved
 * onto a directory that is there, so a file system that cannot replace directories will do.
 */
public final class Store {

    private static final Logger LOG = LoggerFactory.getLogger(Store.class);

    /** What stands beside an entry is {@code .KEY} with one of these. */
    static final String LOCK = ".lock";

    static final String TEMPORARY = ".tmp";
    static final String REMOVED = ".removed";
    static final String PARTIAL = ".part";
    static final String MANIFEST = ".manifest";
    static final String USES = ".uses";
    static final String LEASE = ".lease";

    private static final int MAX_FACT = 4096;
    /** A fact that is recalled is marked so once a day. */
    private static final Duration FACT_USED = Duration.ofDays(1);

    /** Facts are written in no time: one lock does for all. */
    private static final String ALL_FACTS = "all";

    private final Path downloads;
    private final Path trees;
    private final Optional<Path> project;
    private final Locks locks;
    private final Placement placement;

    /** A store whose uses are nobody's. */
    public Store(Path downloads, Path trees) {
        this(downloads, trees, Optional.empty());
    }

    /**
     * @param downloads root of the small kinds, which caches of the local repository should catch
     * @param trees root of the large kinds (1.5 GB and 80,000 files a kernel tree)
     * @param project who uses it: noted at each entry that is used
     */
    public Store(Path downloads, Path trees, Optional<Path> project) {
        this(downloads, trees, project, new Locks(), Renames.REAL);
    }

    Store(Path downloads, Path trees, Optional<Path> project, Locks locks, Renames renames) {
        // Links are checked against these paths, so a '..' in them must not be taken for one that leaves.
        this.downloads = downloads.toAbsolutePath().normalize();
        this.trees = trees.toAbsolutePath().normalize();
        this.project = project;
        this.locks = locks;
        this.placement = new Placement(renames);
    }

    /** Makes an entry: writes a file or a directory at the path it is given. */
    @FunctionalInterface
    public interface Maker {
        /** @param temporary where to write: does not exist yet, its parent does */
        void make(Path temporary) throws IOException;
    }

    /** Makes an entry as a {@link Maker} does, and says what it made. */
    @FunctionalInterface
    public interface TellingMaker {
        /** @param temporary where to write: does not exist yet, its parent does */
        Made make(Path temporary) throws IOException;
    }

    /** Tells whether an entry is as it was made, as far as its user looks. */
    @FunctionalInterface
    public interface Soundness {
        /** @param entry is there */
        boolean test(Path entry) throws IOException;
    }

    /**
     * What a maker knows of its entry.
     *
     * @param name what the entry is, for people: the file or URL that it was made of
     * @param sha256 of files that it hashed while it wrote them, by path below the entry; the store reads the others
     */
    public record Made(String name, Map<String, String> sha256) {
        /** Something that was written without being hashed. */
        public static Made of(String name) {
            return new Made(name, Map.of());
        }
    }

    /** The entry of that key, or empty where there is none; never waits. It stays as long as this JVM runs. */
    public Optional<Path> find(Kind kind, String key) {
        var entry = path(kind, key);
        if (!Placement.isThere(entry)) {
            return Optional.empty();
        }
        // Whoever removes an entry holds its lease alone meanwhile: what is there now stays.
        if (!Leases.hold(sibling(entry, LEASE)) || !Placement.isThere(entry)) {
            return Optional.empty();
        }
        project.ifPresent(path -> Uses.note(entry, path, locks));
        return Optional.of(entry);
    }

    /** Whether there is anything, be it a link to nothing. */
    static boolean exists(Path path) {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * The entry of that key, made where there is none.
     *
     * @param maker runs under the key's lock, at most once among all processes
     */
    public Path getOrMake(Kind kind, String key, Maker maker) throws IOException {
        return getOrMakeTold(kind, key, temporary -> {
            maker.make(temporary);
            return Made.of("");
        });
    }

    /** As {@link #getOrMake}, by a maker that says what it made. */
    public Path getOrMakeTold(Kind kind, String key, TellingMaker maker) throws IOException {
        var found = find(kind, key);
        return found.isPresent()
                ? found.get()
                : locked(kind, key, () -> {
                    var again = find(kind, key);
                    return again.isPresent() ? again.get() : make(kind, key, maker);
                });
    }

    /**
     * As {@link #getOrMakeTold}; an entry that is not sound is made again.
     *
     * @param sound asked of an entry that is there; once more under the key's lock before it is removed
     */
    public Path getOrRemake(Kind kind, String key, Soundness sound, TellingMaker maker) throws IOException {
        var found = find(kind, key);
        if (found.isPresent()) {
            if (isSound(found.get(), sound)) {
                return found.get();
            }
            LOG.warn("'{}' in the store is not as it was made: it is made again", found.get());
        }
        return locked(kind, key, () -> {
            var again = find(kind, key);
            if (again.isPresent() && !isSound(again.get(), sound)) {
                remove(kind, key);
            }
            return getOrMakeTold(kind, key, maker);
        });
    }

    private static boolean isSound(Path entry, Soundness sound) throws IOException {
        try {
            // Who makes it again has just removed it, and its manifest with it.
            return sound.test(entry) && Placement.isThere(entry);
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /**
     * Runs an action while no other writer of that key runs.
     *
     * @throws UserException where the disk is full or the store's folder cannot be written
     */
    public <T> T locked(Kind kind, String key, Locks.Action<T> action) throws IOException {
        var entry = path(kind, key);
        try {
            Files.createDirectories(entry.getParent());
            return locks.with(sibling(entry, LOCK), action);
        } catch (IOException e) {
            throw WriteFailure.explained(e, folder(kind));
        }
    }

    /** Whether a disk, a quota or a bound on a file's size ended a write. */
    public static boolean isFull(IOException failure) {
        return SystemWords.isFull(failure);
    }

    /** Removes an entry that is no good any more; the next {@link #getOrMake} makes it again. */
    public void remove(Kind kind, String key) throws IOException {
        var entry = path(kind, key);
        if (!exists(entry)) {
            return;
        }
        locked(kind, key, () -> {
            withdraw(entry);
            Trees.delete(sibling(entry, REMOVED));
            return entry;
        });
    }

    /**
     * Removes an entry unless somebody makes or uses it.
     *
     * @return whether it is gone
     * @throws UserException where the file system cannot tell whether somebody does
     */
    boolean removeUnused(Kind kind, String key) throws IOException {
        var entry = path(kind, key);
        return unlessLocked(entry, () -> {
            var withdrawn = Leases.unlessHeld(sibling(entry, LEASE), () -> {
                        CommandRunner.endLeftovers(List.of(entry)); // a make or git that has lost its Maven
                        return withdraw(entry);
                    })
                    .isPresent();
            if (withdrawn) {
                Files.deleteIfExists(sibling(entry, USES));
                Trees.delete(sibling(entry, REMOVED));
            }
            return withdrawn;
        });
    }

    private boolean unlessLocked(Path entry, Locks.Action<Boolean> removal) throws IOException {
        try {
            return locks.tryWith(sibling(entry, LOCK), removal).orElse(false);
        } catch (LockFile.NoLocksException e) {
            throw new UserException(
                    "The file system of the store in '" + entry.getParent() + "' has no locks (" + e.getMessage()
                            + "), so nobody can tell what a Maven uses, and nothing is removed. Set kernel.store to a"
                            + " folder elsewhere, or delete this one while no Maven runs: builds fill it again.",
                    e);
        }
    }

    /** Deletes what a killed maker left, unless somebody works with it; tells whether it is gone. */
    boolean deleteLeftover(Inventory.Leftover leftover) throws IOException {
        var entry = path(leftover.kind(), leftover.key());
        var lock = leftover.kind() == Kind.FACT ? path(Kind.FACT, ALL_FACTS) : entry;
        return unlessLocked(lock, () -> {
            var companion = leftover.path().equals(sibling(entry, MANIFEST))
                    || leftover.path().equals(sibling(entry, USES));
            if (companion && Placement.isThere(entry)) {
                return false; // made since
            }
            if (leftover.path().equals(Placement.marker(entry))) {
                Placement.clear(entry);
            } else {
                Trees.delete(leftover.path());
            }
            return true;
        });
    }

    /** Takes an entry out of sight at once; what it leaves is for the caller to delete. */
    private Path withdraw(Path entry) throws IOException {
        var doomed = sibling(entry, REMOVED);
        Trees.delete(doomed);
        placement.vanish(entry, doomed);
        Files.deleteIfExists(sibling(entry, MANIFEST));
        return doomed;
    }

    /**
     * Remembers a small fact, such as the hash of what a URL brought; a new one replaces the old.
     *
     * @param question what {@link #recall} asks by; any text
     * @return the old one, where it was another
     */
    public Optional<String> remember(String question, String answer) throws IOException {
        if (answer.length() > MAX_FACT) {
            throw new IllegalArgumentException("too long for a fact: " + answer);
        }
        var fact = path(Kind.FACT, Digests.of(question));
        return locked(Kind.FACT, ALL_FACTS, () -> {
            var temporary = sibling(fact, TEMPORARY);
            var before = recall(question).filter(old -> !old.equals(answer));
            try {
                Files.writeString(temporary, answer);
                Files.move(temporary, fact, StandardCopyOption.ATOMIC_MOVE);
                return before;
            } finally {
                Files.deleteIfExists(temporary);
            }
        });
    }

    /** The fact last remembered for a question; empty where there is none. */
    public Optional<String> recall(String question) throws IOException {
        var file = path(Kind.FACT, Digests.of(question));
        try {
            if (Files.size(file) > 4L * MAX_FACT) {
                return Optional.empty();
            }
            var answer = Files.readString(file);
            markUsed(file);
            return Optional.of(answer);
        } catch (NoSuchFileException | AccessDeniedException | CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private static void markUsed(Path fact) throws IOException {
        var now = Instant.now();
        if (Files.getLastModifiedTime(fact).toInstant().isBefore(now.minus(FACT_USED))) {
            try {
                Files.setLastModifiedTime(fact, FileTime.from(now));
            } catch (IOException e) {
                LOG.debug("The use of '{}' is not noted", fact, e);
            }
        }
    }

    /**
     * Forgets what was neither remembered nor recalled since some time; up to a day longer, of which nothing is noted.
     *
     * @return how many facts
     */
    int forgetUnused(Instant since) throws IOException {
        var folder = folder(Kind.FACT);
        if (!Files.isDirectory(folder)) {
            return 0;
        }
        var idle = since.minus(FACT_USED);
        return locked(Kind.FACT, ALL_FACTS, () -> {
            var forgotten = 0;
            try (var facts = Files.newDirectoryStream(
                    folder, file -> isKey(file.getFileName().toString()))) {
                for (var fact : facts) {
                    if (isIdle(fact, idle) && Files.deleteIfExists(fact)) {
                        forgotten++;
                    }
                }
            }
            return forgotten;
        });
    }

    private static boolean isIdle(Path fact, Instant since) throws IOException {
        try {
            return Files.getLastModifiedTime(fact).toInstant().isBefore(since);
        } catch (NoSuchFileException e) {
            return false; // a build has just forgotten it
        }
    }

    /** Forgets a fact. */
    public void forget(String question) throws IOException {
        Files.deleteIfExists(path(Kind.FACT, Digests.of(question)));
    }

    /** A path for what a maker keeps between tries, such as a half-done download; only for who holds the key's lock. */
    public Path partial(Kind kind, String key) throws IOException {
        var entry = path(kind, key);
        Files.createDirectories(entry.getParent());
        return sibling(entry, PARTIAL);
    }

    /** Where trees and unpacked artifacts are: large, and safe to delete as a whole. */
    public Path trees() {
        return trees;
    }

    /** Where answers of tools to Kconfig and Kbuild are kept: small, bounded, and safe to delete as a whole. */
    public Path probes() {
        return downloads.resolve("probes");
    }

    /** Makes an entry: first all of it, with its manifest, is on the disk, then its name is. */
    private Path make(Kind kind, String key, TellingMaker maker) throws IOException {
        var entry = path(kind, key);
        var temporary = sibling(entry, TEMPORARY);
        var manifest = sibling(entry, MANIFEST + TEMPORARY);
        Trees.delete(temporary);
        Trees.delete(sibling(entry, REMOVED));
        try {
            var made = maker.make(temporary);
            try (var sync = Durable.begin(temporary)) {
                manifest(kind, key, temporary, made).write(manifest);
                Durable.content(manifest);
                sync.await();
            }
            Files.move(manifest, sibling(entry, MANIFEST), StandardCopyOption.ATOMIC_MOVE);
            placement.appear(temporary, entry);
        } finally {
            Files.deleteIfExists(manifest);
            Trees.delete(temporary);
        }
        return find(kind, key).orElseThrow(() -> new NoSuchFileException(entry.toString()));
    }

    private static Manifest manifest(Kind kind, String key, Path entry, Made made) throws IOException {
        return switch (kind.proof()) {
            case KEY -> Manifest.of(made.name(), entry, Map.of(Manifest.ITSELF, key));
            case MANIFEST -> Manifest.of(made.name(), entry, made.sha256());
            case NONE -> Manifest.empty(made.name());
        };
    }

    private Path path(Kind kind, String key) {
        if (!isKey(key)) {
            throw new IllegalArgumentException("not a store key: " + key);
        }
        return folder(kind).resolve(key);
    }

    static boolean isKey(String name) {
        return name.matches("[A-Za-z0-9][A-Za-z0-9._+-]{0,200}");
    }

    /** Where the entries of a kind are. */
    public Path folder(Kind kind) {
        return (kind.small() ? downloads : trees).resolve(kind.directory());
    }

    /** Whether there is an entry; asking does not use it. */
    boolean contains(Kind kind, String key) {
        return Placement.isThere(path(kind, key));
    }

    /**
     * The entry that a path is in; empty where it is in none of that kind.
     *
     * @param real a path without links in it
     */
    public Optional<Path> around(Kind kind, Path real) throws IOException {
        var folder = folder(kind);
        if (!exists(folder)) {
            return Optional.empty();
        }
        var realFolder = folder.toRealPath();
        return real.startsWith(realFolder) && !real.equals(realFolder)
                ? Optional.of(realFolder.resolve(realFolder.relativize(real).getName(0)))
                : Optional.empty();
    }

    /**
     * When an entry was made, in nanoseconds since 1970: the time of its top directory, which only its making changes.
     * What was made of it before then may have been made of a damaged one.
     */
    public static long made(Path entry) throws IOException {
        return Files.getLastModifiedTime(entry).to(TimeUnit.NANOSECONDS);
    }

    /**
     * Whether the files of an entry are all there, with the sizes that were noted, and no others; what is in them is
     * not looked at. An entry of which nothing was noted passes.
     */
    public static boolean looksWhole(Path entry) throws IOException {
        Outline outline;
        try {
            outline = Outline.of(entry);
        } catch (InterruptedIOException e) {
            throw e; // which says nothing of the entry
        } catch (IOException e) {
            LOG.debug("'{}' cannot be looked through", entry, e);
            return false;
        }
        return looksWhole(entry, outline);
    }

    /**
     * The same of an entry that is a directory, of which a visitor sees everything meanwhile.
     *
     * @throws IOException where it cannot be looked through, or of the visitor
     */
    public static boolean looksWhole(Path entry, TreeListing.Visitor visitor) throws IOException {
        return looksWhole(entry, Outline.of(entry, visitor));
    }

    private static boolean looksWhole(Path entry, Outline outline) throws IOException {
        try {
            var manifest = sibling(entry, MANIFEST);
            var head = Manifest.head(manifest);
            if (head.isEmpty()) {
                // Who removes an entry takes it out of sight, then its manifest: it may not have been seen whole.
                return Placement.isThere(entry);
            }
            // To its end, where the checksum is: was it the manifest that changed? Early ones have no outline.
            return head.get().looksLike(outline)
                    || Manifest.read(manifest)
                            .filter(whole -> whole.looksLike(outline))
                            .isPresent();
        } catch (Manifest.DamagedException | AccessDeniedException e) {
            return true; // for kernel:store to find
        }
    }

    /** Where all of it is, for messages. */
    String places() {
        return place(trees) + " and " + place(downloads);
    }

    private static String place(Path folder) {
        return "'" + folder + "'" + (Files.exists(folder) ? "" : " (not there yet)");
    }

    static Path sibling(Path entry, String suffix) {
        return entry.resolveSibling("." + entry.getFileName() + suffix);
    }
}
