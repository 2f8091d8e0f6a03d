package org.kernelmaven.archive;

import static org.kernelmaven.archive.Names.hostile;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.jspecify.annotations.Nullable;

/**
 * Unpacks a tar archive, compressed or not, into an empty folder, and nothing outside it.
 *
 * <p>Files keep their time (make compares them) and whether they are executable; owner, other modes, and the times of
 * directories and links are the unpacker's. A hard link becomes a file of its own. What is left after a failure is for
 * the caller to delete: unpack into a temporary sibling and move it.
 */
public final class TarUnpacker {

    private static final int BUFFER = 1 << 18;
    private static final int OWNER_EXECUTES = 0100;
    /** Beyond what ext4 can keep (2446) a time is nonsense. */
    private static final Instant LATEST = Instant.parse("2400-01-01T00:00:00Z");

    /** What may be done with the files later; each is made with its mode, so that no second pass need set it. */
    private enum Access {
        WRITABLE("rw-r--r--", "rwxr-xr-x"),
        READ_ONLY("r--r--r--", "r-xr-xr-x");

        private final String plain;
        private final String executable;

        Access(String plain, String executable) {
            this.plain = plain;
            this.executable = executable;
        }
    }

    private static final Set<StandardOpenOption> NEW =
            EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

    private final TarReader tar;
    private final String archive;
    private final Path into;
    private final int stripComponents;
    private final Predicate<String> wanted;
    private final TreeGuard guard;
    /** Whether others change copies of the tree, where links must not lead out either. */
    private final boolean lasting;

    private final FileAttribute<?> plain;
    private final FileAttribute<?> executable;
    private final @Nullable FileDigests digests;
    private final FileWriters writers;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);

    private TarUnpacker(
            TarReader tar,
            String archive,
            Path into,
            int stripComponents,
            Predicate<String> wanted,
            Limits limits,
            Access access,
            @Nullable FileDigests digests,
            FileWriters writers) {
        this.tar = tar;
        this.writers = writers;
        this.digests = digests;
        this.wanted = wanted;
        this.archive = archive;
        this.into = into;
        this.stripComponents = stripComponents;
        this.guard = new TreeGuard(archive, limits);
        this.lasting = access == Access.READ_ONLY;
        this.plain = attribute(access.plain);
        this.executable = attribute(access.executable);
    }

    /**
     * Unpacks an archive file; see {@link #unpack(InputStream, String, Path, int, Limits)}.
     *
     * @param archive a tar file, plain or compressed by anything {@link Compression} knows
     */
    public static void unpack(Path archive, Path into, int stripComponents, Limits limits) throws IOException {
        try (var raw = Files.newInputStream(archive)) {
            unpack(raw, archive.toString(), into, stripComponents, limits);
        }
    }

    /** As {@link #unpack(InputStream, String, Path, int, Limits)}, for a stream without a name. */
    public static void unpack(InputStream maybeCompressedTar, Path into, int stripComponents, Limits limits)
            throws IOException {
        unpack(maybeCompressedTar, "(stream)", into, stripComponents, limits);
    }

    /**
     * Unpacks an archive.
     *
     * @param maybeCompressedTar read to its end; closing it is the caller's
     * @param name what messages call the archive
     * @param into made where it does not exist, empty where it does
     * @param stripComponents directories cut off the front of each name; what has no more than those is left out
     * @throws HostileArchiveException where an entry would leave the folder, is a device, fifo or sparse file, or goes
     *     beyond a limit
     * @throws DamagedArchiveException where the archive is truncated, corrupt, or holds nothing
     * @throws DirectoryNotEmptyException where {@code into} holds something
     */
    public static void unpack(
            InputStream maybeCompressedTar, String name, Path into, int stripComponents, Limits limits)
            throws IOException {
        unpackAll(maybeCompressedTar, name, into, stripComponents, limits, Access.WRITABLE, null);
    }

    /**
     * As {@link #unpack(InputStream, String, Path, int, Limits)}; nobody may write to the files. Directories can be
     * written to: else their owner cannot delete them. No link leads out, whatever replaces others later.
     *
     * @return SHA-256 of each file, lower-case hex, by its path below {@code into}: all bytes pass here, so that nobody
     *     need read them again
     */
    public static Map<String, String> unpackReadOnly(
            InputStream maybeCompressedTar, String name, Path into, int stripComponents, Limits limits)
            throws IOException {
        var digests = new FileDigests();
        unpackAll(maybeCompressedTar, name, into, stripComponents, limits, Access.READ_ONLY, digests);
        return digests.byPath();
    }

    private static void unpackAll(
            InputStream maybeCompressedTar,
            String name,
            Path into,
            int stripComponents,
            Limits limits,
            Access access,
            @Nullable FileDigests digests)
            throws IOException {
        if (!unpack(maybeCompressedTar, name, into, stripComponents, path -> true, limits, access, digests)) {
            throw new DamagedArchiveException("Archive '%s' holds nothing%s."
                    .formatted(
                            name, stripComponents > 0 ? " below its first " + stripComponents + " directories" : ""));
        }
    }

    /**
     * As {@link #unpack(InputStream, String, Path, int, Limits)}, only what is wanted. What is not wanted counts too,
     * and its name must be harmless.
     *
     * @param wanted told each entry's path, without the stripped components
     * @return whether there was anything
     */
    static boolean unpack(
            InputStream maybeCompressedTar,
            String name,
            Path into,
            int stripComponents,
            Predicate<String> wanted,
            Limits limits)
            throws IOException {
        return unpack(maybeCompressedTar, name, into, stripComponents, wanted, limits, Access.WRITABLE, null);
    }

    private static boolean unpack(
            InputStream maybeCompressedTar,
            String name,
            Path into,
            int stripComponents,
            Predicate<String> wanted,
            Limits limits,
            Access access,
            @Nullable FileDigests digests)
            throws IOException {
        Files.createDirectories(into);
        try (var present = Files.list(into)) {
            if (present.findAny().isPresent()) {
                throw new DirectoryNotEmptyException(into.toString());
            }
        }
        try (var plain = new ReadAhead(open(maybeCompressedTar, name), name);
                var tar = new TarReader(plain, name);
                var writers = new FileWriters()) {
            return new TarUnpacker(tar, name, into, stripComponents, wanted, limits, access, digests, writers).run();
        }
    }

    /** Decompresses; the stream below stays open. */
    private static InputStream open(InputStream raw, String name) throws IOException {
        try {
            return Compression.decompress(new Unclosed(raw));
        } catch (DamagedStreamException e) {
            throw new DamagedArchiveException(
                    "Archive '%s' is truncated or damaged: %s".formatted(name, e.getMessage()), e);
        }
    }

    private boolean run() throws IOException {
        var kept = false;
        for (var entry = tar.next(); entry != null; entry = tar.next()) {
            guard.countEntry(entry.getName());
            var path = stripped(entry.getName());
            if (!path.isEmpty() && wanted.test(path)) {
                unpack(entry, path);
                kept = true;
            } else {
                guard.countBytes(entry.getName(), entry.getSize());
            }
        }
        writers.await();
        for (var link : guard.links().entrySet()) {
            Files.createSymbolicLink(resolve(link.getKey()), path(link.getKey(), link.getValue()));
        }
        return kept;
    }

    private String stripped(String name) {
        var components = Names.components(archive, name);
        return components.size() <= stripComponents
                ? ""
                : String.join("/", components.subList(stripComponents, components.size()));
    }

    private void unpack(TarArchiveEntry entry, String path) throws IOException {
        switch (entry.getLinkFlag()) {
            case TarConstants.LF_SYMLINK -> {
                if (lasting && !LinkTargets.climbsFirst(entry.getLinkName())) {
                    throw hostile(
                            archive,
                            entry.getName(),
                            "is a link to '%s', which goes down and up again: where it leads may change"
                                    .formatted(Names.printable(entry.getLinkName())));
                }
                makeDirectories(guard.claimLink(path, entry.getLinkName()));
            }
            case TarConstants.LF_LINK -> copyLinked(entry, path);
            case TarConstants.LF_DIR -> makeDirectories(guard.claimDirectory(path));
            case TarConstants.LF_NORMAL, TarConstants.LF_OLDNORM, TarConstants.LF_CONTIG -> {
                if (entry.getName().endsWith("/")) { // tar before POSIX
                    makeDirectories(guard.claimDirectory(path));
                } else {
                    writeFile(entry, path);
                }
            }
            default ->
                throw hostile(
                        archive,
                        entry.getName(),
                        "is neither file, directory nor link but of tar's type '%s'"
                                .formatted(Names.printable(String.valueOf((char) (entry.getLinkFlag() & 0xff)))));
        }
    }

    private void makeDirectories(Iterable<String> paths) throws IOException {
        for (var path : paths) {
            Files.createDirectory(resolve(path));
        }
    }

    private void writeFile(TarArchiveEntry entry, String path) throws IOException {
        guard.countBytes(entry.getName(), entry.getSize());
        var file = claim(path);
        var mode = mode(entry);
        var time = time(entry);
        if (entry.getSize() <= FileWriters.SMALL_BYTES) {
            var bytes = read(entry, writers.buffer((int) entry.getSize()), entry.getSize());
            writers.write(() -> {
                try (var made = new NewFile(file, path, mode)) {
                    made.write(bytes);
                    made.end(time);
                }
            });
            return;
        }
        try (var made = new NewFile(file, path, mode)) {
            for (long left = entry.getSize(); left > 0; left -= buffer.limit()) {
                made.write(read(entry, buffer, left));
            }
            made.end(time);
        }
    }

    /** A buffer with the entry's next bytes: full, or with all that are left. */
    private ByteBuffer read(TarArchiveEntry entry, ByteBuffer into, long left) throws IOException {
        into.clear().limit((int) Math.min(into.capacity(), left));
        while (into.hasRemaining()) {
            int n = tar.read(into.array(), into.arrayOffset() + into.position(), into.remaining());
            if (n < 0) {
                throw new DamagedArchiveException(
                        "Archive '%s' ends inside entry '%s'.".formatted(archive, Names.printable(entry.getName())));
            }
            into.position(into.position() + n);
        }
        return into.flip();
    }

    /** A file that is being written, by one thread. */
    private final class NewFile implements Closeable {
        private final Path file;
        private final String path;
        private final MessageDigest digest = FileDigests.begin();
        private final FileChannel channel;

        NewFile(Path file, String path, FileAttribute<?> mode) throws IOException {
            this.file = file;
            this.path = path;
            this.channel = FileChannel.open(file, NEW, mode);
        }

        void write(ByteBuffer bytes) throws IOException {
            if (digests != null) {
                digest.update(bytes.duplicate());
            }
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }

        /** All has been written. */
        void end(FileTime time) throws IOException {
            channel.close();
            if (digests != null) {
                digests.end(path, digest);
            }
            // Both times: with one alone the file system is asked for the other first.
            Files.getFileAttributeView(file, BasicFileAttributeView.class).setTimes(time, time, null);
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    private FileAttribute<?> mode(TarArchiveEntry entry) {
        return (entry.getMode() & OWNER_EXECUTES) == 0 ? plain : executable;
    }

    private void copyLinked(TarArchiveEntry entry, String path) throws IOException {
        var target = stripped(entry.getLinkName());
        if (target.isEmpty() || !guard.isFile(target)) {
            throw hostile(
                    archive,
                    entry.getName(),
                    "is a hard link to '%s', which is no earlier file".formatted(Names.printable(entry.getLinkName())));
        }
        if (target.equals(path)) {
            return;
        }
        writers.await();
        var original = resolve(target);
        guard.countBytes(entry.getName(), Files.size(original));
        Files.copy(original, claim(path), StandardCopyOption.COPY_ATTRIBUTES);
        if (digests != null) {
            digests.same(path, target);
        }
    }

    /** Where a new file goes: its directories exist, and the same file of an earlier entry does not any more. */
    private Path claim(String path) throws IOException {
        var again = guard.isFile(path);
        makeDirectories(guard.claimFile(path));
        var file = resolve(path);
        if (again) {
            writers.await();
            Files.delete(file);
        }
        return file;
    }

    private Path resolve(String path) {
        return into.resolve(path(path, path));
    }

    private Path path(String entry, String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw hostile(
                    archive,
                    entry,
                    "has a name that cannot be written here: " + e.getReason()
                            + "; set LC_ALL=C.UTF-8 where it is a letter outside ASCII");
        }
    }

    private static FileTime time(TarArchiveEntry entry) {
        var time = entry.getLastModifiedTime().toInstant();
        return time.isBefore(Instant.EPOCH) || time.isAfter(LATEST)
                ? FileTime.from(Instant.EPOCH)
                : FileTime.from(time);
    }

    private static FileAttribute<?> attribute(String permissions) {
        Set<PosixFilePermission> set = new HashSet<>(PosixFilePermissions.fromString(permissions));
        return PosixFilePermissions.asFileAttribute(set);
    }
}
