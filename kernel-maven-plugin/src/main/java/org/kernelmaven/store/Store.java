package org.kernelmaven.store;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import org.kernelmaven.UserException;

/**
 * The content-addressed cache of downloads, kernel trees and unpacked dev artifacts.
 *
 * <p>An entry is a file or directory at {@code ROOT/KIND/KEY}. It appears whole by one atomic rename or not at all; a
 * maker that fails or is killed leaves nothing but a temporary sibling, which the next maker of the same key removes.
 * Writers of one key wait for each other, within the JVM and across processes; readers never wait.
 */
public final class Store {

    private static final int MAX_FACT = 4096;
    private static final String READ_ONLY = "Read-only file system";
    /** What Linux says for ENOSPC, EDQUOT and EFBIG; Java has no other way to tell them from other failures. */
    private static final List<String> FULL =
            List.of("No space left on device", "Disk quota exceeded", "File too large");

    private final Path downloads;
    private final Path trees;
    private final Locks locks;

    /**
     * @param downloads root of the small kinds, which caches of the local repository should catch
     * @param trees root of the large kinds (1.5 GB and 80,000 files a kernel tree)
     */
    public Store(Path downloads, Path trees) {
        // Links are checked against these paths, so a '..' in them must not be taken for one that leaves.
        this.downloads = downloads.toAbsolutePath().normalize();
        this.trees = trees.toAbsolutePath().normalize();
        this.locks = new Locks();
    }

    /** Makes an entry: writes a file or a directory at the path it is given. */
    @FunctionalInterface
    public interface Maker {
        /** @param temporary where to write: does not exist yet, its parent does */
        void make(Path temporary) throws IOException;
    }

    /** The entry of that key, or empty where there is none; never waits. */
    public Optional<Path> find(Kind kind, String key) {
        var entry = path(kind, key);
        return Files.exists(entry, LinkOption.NOFOLLOW_LINKS) ? Optional.of(entry) : Optional.empty();
    }

    /**
     * The entry of that key, made where there is none.
     *
     * @param maker runs under the key's lock, at most once among all processes
     */
    public Path getOrMake(Kind kind, String key, Maker maker) throws IOException {
        var found = find(kind, key);
        return found.isPresent()
                ? found.get()
                : locked(kind, key, () -> {
                    var again = find(kind, key);
                    return again.isPresent() ? again.get() : make(kind, key, maker);
                });
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
            return locks.with(sibling(entry, ".lock"), action);
        } catch (IOException e) {
            throw explain(e, (kind.small() ? downloads : trees).resolve(kind.directory()));
        }
    }

    /** Whether a disk, a quota or a bound on a file's size ended a write. */
    public static boolean isFull(IOException failure) {
        var message = String.valueOf(failure.getMessage());
        return FULL.stream().anyMatch(message::contains);
    }

    private static IOException explain(IOException failure, Path folder) {
        var cure = " Make room or rights there, or set kernel.store to a folder elsewhere.";
        if (isFull(failure)) {
            throw new UserException(
                    "No room left for the store in '" + folder + "': " + failure.getMessage() + "." + cure, failure);
        }
        if (failure instanceof FileSystemException file
                && String.valueOf(file.getFile()).startsWith(folder.toString())
                && (file instanceof AccessDeniedException
                        || String.valueOf(file.getReason()).contains(READ_ONLY))) {
            throw new UserException(
                    "Cannot write to the store in '" + folder + "': " + failure.getMessage() + "." + cure, failure);
        }
        return failure;
    }

    /** Removes an entry that proved to be corrupt; the next {@link #getOrMake} makes it again. */
    public void remove(Kind kind, String key) throws IOException {
        var entry = path(kind, key);
        if (!Files.exists(entry, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        locked(kind, key, () -> {
            var doomed = sibling(entry, ".removed");
            Trees.delete(doomed);
            if (Files.exists(entry, LinkOption.NOFOLLOW_LINKS)) {
                Files.move(entry, doomed, StandardCopyOption.ATOMIC_MOVE);
                Trees.delete(doomed);
            }
            return entry;
        });
    }

    /**
     * Remembers a small fact, such as the hash of what a URL brought; a new one replaces the old.
     *
     * @param question what {@link #recall} asks by; any text
     */
    public void remember(String question, String answer) throws IOException {
        if (answer.length() > MAX_FACT) {
            throw new IllegalArgumentException("too long for a fact: " + answer);
        }
        var key = Digests.of(question);
        locked(Kind.FACT, "all", () -> make(Kind.FACT, key, temporary -> Files.writeString(temporary, answer)));
    }

    /** The fact last remembered for a question; empty where there is none. */
    public Optional<String> recall(String question) throws IOException {
        var file = path(Kind.FACT, Digests.of(question));
        try {
            return Files.size(file) <= 4L * MAX_FACT ? Optional.of(Files.readString(file)) : Optional.empty();
        } catch (NoSuchFileException | AccessDeniedException | CharacterCodingException e) {
            return Optional.empty();
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
        return sibling(entry, ".part");
    }

    /** Where trees and unpacked artifacts are: large, and safe to delete as a whole. */
    public Path trees() {
        return trees;
    }

    /** Where answers of Kconfig's probes are kept: small, bounded, and safe to delete as a whole. */
    public Path probes() {
        return downloads.resolve("probes");
    }

    private Path make(Kind kind, String key, Maker maker) throws IOException {
        var entry = path(kind, key);
        var temporary = sibling(entry, ".tmp");
        Trees.delete(temporary);
        try {
            maker.make(temporary);
            Files.move(temporary, entry, StandardCopyOption.ATOMIC_MOVE);
            return entry;
        } finally {
            Trees.delete(temporary);
        }
    }

    private Path path(Kind kind, String key) {
        if (!key.matches("[A-Za-z0-9][A-Za-z0-9._+-]{0,200}")) {
            throw new IllegalArgumentException("not a store key: " + key);
        }
        return (kind.small() ? downloads : trees).resolve(kind.directory()).resolve(key);
    }

    private static Path sibling(Path entry, String suffix) {
        return entry.resolveSibling("." + entry.getFileName() + suffix);
    }
}
