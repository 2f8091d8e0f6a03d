package org.kernelmaven.archive;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * Writes a tar archive whose bytes follow from names and contents alone: owner 0/0 without names, one time, modes 0644
 * and 0755, order as called or sorted.
 *
 * <p>POSIX pax headers carry what ustar cannot: names beyond 100 bytes or outside ASCII, files of 8 GiB and more. They
 * are written here rather than by commons-compress, which puts the builder's user name into theirs.
 */
public final class TarWriter implements Closeable {

    private static final int FILE_MODE = 0100644;
    private static final int EXECUTABLE_MODE = 0100755;
    private static final int DIRECTORY_MODE = 040755;
    private static final int LINK_MODE = 0120777;
    private static final long USTAR_SIZE = 1L << 33;
    private static final int BUFFER = 1 << 16;

    private final TarArchiveOutputStream tar;
    private final FileTime mtime;
    private final byte[] buffer = new byte[BUFFER];

    /**
     * @param out closed with this writer
     * @param mtime of every entry, in whole seconds
     */
    public TarWriter(OutputStream out, Instant mtime) {
        this.tar = new TarArchiveOutputStream(out, StandardCharsets.UTF_8.name());
        // names and sizes that would need a header have got one by then
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_TRUNCATE);
        tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_STAR);
        this.mtime = FileTime.from(mtime.truncatedTo(ChronoUnit.SECONDS));
    }

    /** Adds a regular file, followed where it is a link; executable where its owner may execute it. */
    public void file(String name, Path file) throws IOException {
        var permissions = Files.getPosixFilePermissions(file);
        file(name, file, permissions.contains(PosixFilePermission.OWNER_EXECUTE));
    }

    /** Adds a regular file, followed where it is a link. */
    public void file(String name, Path file, boolean executable) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException("not a regular file: '" + file + "'");
        }
        try (var input = Files.newInputStream(file)) {
            file(name, input, Files.size(file), executable);
        }
    }

    /** Adds a regular file of these bytes. */
    public void file(String name, byte[] content, boolean executable) throws IOException {
        file(name, new ByteArrayInputStream(content), content.length, executable);
    }

    /** Adds a directory. */
    public void directory(String name) throws IOException {
        put(name + "/", TarConstants.LF_DIR, "", 0, DIRECTORY_MODE);
        tar.closeArchiveEntry();
    }

    /** Adds a symbolic link. */
    public void link(String name, String target) throws IOException {
        put(name, TarConstants.LF_SYMLINK, target, 0, LINK_MODE);
        tar.closeArchiveEntry();
    }

    /** Adds a directory and all in it; see {@link #addTree(Path, String, Predicate)}. */
    public void addTree(Path directory, String prefix) throws IOException {
        addTree(directory, prefix, path -> true);
    }

    /**
     * Adds a directory and what is in it, each directory's entries sorted by the bytes of their UTF-8 names, links
     * kept.
     *
     * @param prefix the directory's own name in the archive, such as {@code lib/modules/6.1.0}: it gets an entry, those
     *     above it do not; with the empty prefix its contents get entries only
     * @param wanted told each path relative to {@code directory}; what it refuses is left out, with all below it
     * @throws IOException where there is a device, fifo or socket, too
     */
    public void addTree(Path directory, String prefix, Predicate<String> wanted) throws IOException {
        if (!prefix.isEmpty()) {
            directory(prefix);
        }
        addChildren(directory, prefix, "", wanted);
    }

    /** Ends the archive and closes the stream below. */
    @Override
    public void close() throws IOException {
        tar.close();
    }

    private void addChildren(Path directory, String prefix, String relative, Predicate<String> wanted)
            throws IOException {
        for (var child : sorted(directory)) {
            var fileName = child.getFileName().toString();
            var path = relative.isEmpty() ? fileName : relative + "/" + fileName;
            if (!wanted.test(path)) {
                continue;
            }
            var name = prefix.isEmpty() ? path : prefix + "/" + path;
            var attributes = Files.readAttributes(child, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (attributes.isSymbolicLink()) {
                link(name, Files.readSymbolicLink(child).toString());
            } else if (attributes.isDirectory()) {
                directory(name);
                addChildren(child, prefix, path, wanted);
            } else {
                file(name, child);
            }
        }
    }

    private static List<Path> sorted(Path directory) throws IOException {
        var children = new ArrayList<Path>();
        try (var stream = Files.newDirectoryStream(directory)) {
            stream.forEach(children::add);
        }
        children.sort((a, b) -> Arrays.compareUnsigned(bytes(a), bytes(b)));
        return children;
    }

    private static byte[] bytes(Path path) {
        return path.getFileName().toString().getBytes(StandardCharsets.UTF_8);
    }

    private void file(String name, InputStream content, long size, boolean executable) throws IOException {
        put(name, TarConstants.LF_NORMAL, "", size, executable ? EXECUTABLE_MODE : FILE_MODE);
        long left = size;
        while (left > 0) {
            int n = content.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (n < 0) {
                throw new IOException("'" + name + "' became shorter while it was packed");
            }
            tar.write(buffer, 0, n);
            left -= n;
        }
        tar.closeArchiveEntry();
    }

    private void put(String name, byte type, String target, long size, int mode) throws IOException {
        var pax = new ByteArrayOutputStream();
        if (needsPax(name)) {
            pax.writeBytes(record("path", name));
        }
        if (needsPax(target)) {
            pax.writeBytes(record("linkpath", target));
        }
        if (size >= USTAR_SIZE) {
            pax.writeBytes(record("size", Long.toString(size)));
        }
        if (pax.size() > 0) {
            var header = entry("PaxHeader", TarConstants.LF_PAX_EXTENDED_HEADER_LC, pax.size(), FILE_MODE);
            tar.putArchiveEntry(header);
            pax.writeTo(tar);
            tar.closeArchiveEntry();
        }
        var entry = entry(name, type, size, mode);
        entry.setLinkName(target);
        tar.putArchiveEntry(entry);
    }

    private TarArchiveEntry entry(String name, byte type, long size, int mode) {
        var entry = new TarArchiveEntry(name, type);
        entry.setSize(size);
        entry.setMode(mode);
        entry.setIds(0, 0);
        entry.setNames("", "");
        entry.setLastModifiedTime(mtime);
        return entry;
    }

    private static boolean needsPax(String text) {
        return text.length() >= TarConstants.NAMELEN
                || !StandardCharsets.US_ASCII.newEncoder().canEncode(text);
    }

    /** {@code LENGTH KEY=VALUE\n}, where the length counts its own digits. */
    private static byte[] record(String key, String value) {
        int rest = (" " + key + "=" + value + "\n").getBytes(StandardCharsets.UTF_8).length;
        int length = rest;
        while (length != rest + Integer.toString(length).length()) {
            length = rest + Integer.toString(length).length();
        }
        return (length + " " + key + "=" + value + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
