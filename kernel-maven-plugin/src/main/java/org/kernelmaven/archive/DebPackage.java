package org.kernelmaven.archive;

import static org.kernelmaven.archive.Names.hostile;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.commons.compress.archivers.ar.ArArchiveEntry;
import org.apache.commons.compress.archivers.ar.ArArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.jspecify.annotations.Nullable;

/**
 * A Debian binary package ({@code deb(5)}), read without dpkg: what it says of itself, and the files it would install.
 */
public final class DebPackage {

    private static final String CONTROL = "control.tar";
    private static final String DATA = "data.tar";

    /** Maintainer scripts and lists of checksums: a kernel's headers have 15,000 files. */
    private static final Limits CONTROL_LIMITS = new Limits(1_000, 64 << 20);

    private static final int MAX_CONTROL = 1 << 20;
    private static final int BUFFER = 1 << 16;

    private final Path file;

    /** @param file the {@code .deb} */
    public DebPackage(Path file) {
        this.file = file;
    }

    /** Uses one file of the package while it is read. */
    @FunctionalInterface
    public interface FileReader<T> {
        /**
         * @param name its path, such as {@code usr/src/linux-source-6.1.tar.xz}
         * @param content its bytes, valid until this returns; need not be read to the end
         */
        T read(String name, InputStream content) throws IOException;
    }

    /**
     * Reads the first regular file that is wanted.
     *
     * @param wanted told each file's path, without a leading {@code ./}
     * @return what the reader returned, empty where no file is wanted
     * @throws DamagedArchiveException where the package is truncated, corrupt, or none
     * @throws HostileArchiveException where names or headers are
     */
    public <T> Optional<T> read(Predicate<String> wanted, Limits limits, FileReader<T> reader) throws IOException {
        return member(DATA, data -> readTar(data, wanted, limits, reader));
    }

    /**
     * What the package says of itself.
     *
     * @throws DamagedArchiveException where the package is truncated, corrupt, or none
     * @throws HostileArchiveException where names or headers are
     */
    public DebControl control() throws IOException {
        var text = member(
                CONTROL,
                data -> readTar(data, "control"::equals, CONTROL_LIMITS, (name, content) -> {
                    var bytes = content.readNBytes(MAX_CONTROL + 1);
                    if (bytes.length > MAX_CONTROL) {
                        throw hostile(file.toString(), name, "has more than " + MAX_CONTROL + " bytes");
                    }
                    return new String(bytes, StandardCharsets.UTF_8);
                }));
        return DebControl.parse(text.orElseThrow(() ->
                new DamagedArchiveException("'%s' is no Debian package: it has no control file.".formatted(file))));
    }

    /**
     * Unpacks the files that are wanted; nothing is run, and what is not wanted may be a link to anywhere.
     *
     * @param into empty, or made where it does not exist; what is left in it after a failure is for the caller to
     *     delete
     * @param wanted told each entry's path, without a leading {@code ./}
     * @return whether there was anything
     * @throws DamagedArchiveException where the package is truncated, corrupt, or none
     * @throws HostileArchiveException where an entry would leave the folder
     */
    public boolean unpack(Path into, Predicate<String> wanted, Limits limits) throws IOException {
        return member(DATA, data -> TarUnpacker.unpack(data, file.toString(), into, 0, wanted, limits));
    }

    /** Uses one member of the archive while it is read. */
    @FunctionalInterface
    private interface MemberReader<T> {
        T read(InputStream data) throws IOException;
    }

    private <T> T member(String prefix, MemberReader<T> reader) throws IOException {
        try (var raw = new RawStream(new BufferedInputStream(Files.newInputStream(file), BUFFER));
                var ar = new ArArchiveInputStream(raw)) {
            for (var member = next(ar, raw); member != null; member = next(ar, raw)) {
                if (member.getName().startsWith(prefix)) {
                    return reader.read(ar);
                }
            }
        }
        throw new DamagedArchiveException("'%s' is no Debian package: it has no %s.*.".formatted(file, prefix));
    }

    /**
     * Writes the first regular file that is wanted.
     *
     * @param target must not exist; what is left of it after a failure is for the caller to delete
     * @return the file's path in the package, empty where no file is wanted
     */
    public Optional<String> extract(Predicate<String> wanted, Path target, Limits limits) throws IOException {
        return read(wanted, limits, (name, content) -> {
            Files.copy(content, target);
            return name;
        });
    }

    private <T> Optional<T> readTar(InputStream data, Predicate<String> wanted, Limits limits, FileReader<T> reader)
            throws IOException {
        var guard = new TreeGuard(file.toString(), limits);
        try (var plain = decompress(data);
                var tar = new TarReader(plain, file.toString())) {
            for (var entry = tar.next(); entry != null; entry = tar.next()) {
                guard.countEntry(entry.getName());
                guard.countBytes(entry.getName(), entry.getSize());
                var name = String.join("/", Names.components(file.toString(), entry.getName()));
                if (isRegular(entry) && wanted.test(name)) {
                    return Optional.of(reader.read(name, tar.entryStream()));
                }
            }
        }
        return Optional.empty();
    }

    private InputStream decompress(InputStream data) throws IOException {
        try {
            return Compression.decompress(new Unclosed(data));
        } catch (DamagedStreamException e) {
            throw damaged(e);
        }
    }

    private static boolean isRegular(TarArchiveEntry entry) {
        return entry.isFile()
                && !entry.isDirectory()
                && !entry.isLink()
                && !entry.isSymbolicLink()
                && !entry.isCharacterDevice()
                && !entry.isBlockDevice()
                && !entry.isFIFO();
    }

    private @Nullable ArArchiveEntry next(ArArchiveInputStream ar, RawStream raw) throws IOException {
        try {
            return ar.getNextEntry();
        } catch (IOException | RuntimeException e) {
            var failure = raw.failure();
            if (failure != null) {
                throw failure;
            }
            throw damaged(e);
        }
    }

    private DamagedArchiveException damaged(Exception e) {
        return new DamagedArchiveException(
                "Debian package '%s' is truncated or damaged: %s".formatted(file, e.getMessage()), e);
    }
}
