package org.kernelmaven.archive;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.commons.compress.archivers.ar.ArArchiveEntry;
import org.apache.commons.compress.archivers.ar.ArArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.jspecify.annotations.Nullable;

/** A Debian binary package ({@code deb(5)}), from which single files are read without unpacking the rest. */
public final class DebPackage {

    private static final String DATA = "data.tar";

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
        try (var raw = new RawStream(new BufferedInputStream(Files.newInputStream(file)));
                var ar = new ArArchiveInputStream(raw)) {
            for (var member = next(ar, raw); member != null; member = next(ar, raw)) {
                if (member.getName().startsWith(DATA)) {
                    return readData(ar, wanted, limits, reader);
                }
            }
        }
        throw new DamagedArchiveException("'%s' is no Debian package: it has no %s.*.".formatted(file, DATA));
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

    private <T> Optional<T> readData(InputStream data, Predicate<String> wanted, Limits limits, FileReader<T> reader)
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
                && !entry.isSparse()
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
