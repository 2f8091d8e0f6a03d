package org.kernelmaven.archive;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.apache.commons.compress.archivers.cpio.CpioArchiveEntry;
import org.apache.commons.compress.archivers.cpio.CpioArchiveOutputStream;
import org.apache.commons.compress.archivers.cpio.CpioConstants;

/**
 * Writes an initramfs: a cpio archive in the {@code newc} format, which is the one the kernel reads (its
 * {@code driver-api/early-userspace/buffer-format.rst}).
 *
 * <p>Owner 0/0, one time, order as called. A directory must come before what is in it. Each name may come once.
 */
public final class CpioWriter implements Closeable {

    private static final int PERMISSIONS = 0777;
    private static final int BLOCK = 512;

    private final CpioArchiveOutputStream cpio;
    private final Instant mtime;

    /**
     * @param out closed with this writer
     * @param mtime of every entry, in whole seconds
     */
    public CpioWriter(OutputStream out, Instant mtime) {
        this.cpio = new CpioArchiveOutputStream(out, CpioConstants.FORMAT_NEW, BLOCK, StandardCharsets.UTF_8.name());
        this.mtime = mtime;
    }

    /**
     * Adds a file as it is on disk, streamed.
     *
     * @param permissions such as {@code 0755}
     */
    public void file(String name, Path file, int permissions) throws IOException {
        put(name, CpioConstants.C_ISREG, permissions, Files.size(file));
        Files.copy(file, cpio);
        cpio.closeArchiveEntry();
    }

    /** Adds a file of these bytes. */
    public void file(String name, byte[] content, int permissions) throws IOException {
        put(name, CpioConstants.C_ISREG, permissions, content.length);
        cpio.write(content);
        cpio.closeArchiveEntry();
    }

    /** Adds a directory. */
    public void directory(String name) throws IOException {
        put(name, CpioConstants.C_ISDIR, 0755, 0);
        cpio.closeArchiveEntry();
    }

    /** Adds a symbolic link. */
    public void link(String name, String target) throws IOException {
        var bytes = target.getBytes(StandardCharsets.UTF_8);
        put(name, CpioConstants.C_ISLNK, PERMISSIONS, bytes.length);
        cpio.write(bytes);
        cpio.closeArchiveEntry();
    }

    /** Adds a character device, such as {@code dev/console} 5, 1 without which init has no console. */
    public void characterDevice(String name, int major, int minor) throws IOException {
        var entry = entry(name, CpioConstants.C_ISCHR, 0600, 0);
        entry.setRemoteDeviceMaj(major);
        entry.setRemoteDeviceMin(minor);
        cpio.putArchiveEntry(entry);
        cpio.closeArchiveEntry();
    }

    /** Ends the archive and closes the stream below. */
    @Override
    public void close() throws IOException {
        cpio.close();
    }

    private void put(String name, int type, int permissions, long size) throws IOException {
        cpio.putArchiveEntry(entry(name, type, permissions, size));
    }

    private CpioArchiveEntry entry(String name, int type, int permissions, long size) {
        var entry = new CpioArchiveEntry(CpioConstants.FORMAT_NEW, name, size);
        entry.setMode(type | (permissions & PERMISSIONS));
        entry.setTime(mtime.getEpochSecond());
        entry.setNumberOfLinks(1);
        return entry;
    }
}
