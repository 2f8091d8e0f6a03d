package org.kernelmaven.artifact;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.kernelmaven.archive.TarZstd;
import org.kernelmaven.archive.TarZstd.Packed;

/**
 * Packs a finished kernel into the archives that go to the Maven repository: streamed, reproducible, each appearing
 * whole or not at all.
 *
 * <p>What is installed by {@code tar -C /} has no entry for a directory above {@code boot/NAME} or
 * {@code lib/modules/RELEASE}: a {@code lib/} entry would replace the {@code /lib} link of a merged-/usr system.
 */
public final class KernelArtifacts {

    private final String release;
    private final Instant mtime;
    private final int level;
    private final int workers;

    /**
     * @param release what {@code make kernelrelease} prints
     * @param mtime of every entry
     * @param level of zstd, 1 to 22; the bytes depend on it
     * @param workers compressing threads, at least 1; the bytes do not depend on them
     * @throws IllegalArgumentException where {@code release} cannot be a directory's name
     */
    public KernelArtifacts(String release, Instant mtime, int level, int workers) {
        if (!KernelMetadata.isRelease(release)) {
            throw new IllegalArgumentException("no kernel release: '" + release + "'");
        }
        this.release = release;
        this.mtime = mtime;
        this.level = level;
        this.workers = workers;
    }

    /** The main artifact. */
    public Packed main(StagedKernel kernel, Path target) throws IOException {
        return write(target, tar -> {
            tar.file("boot/System.map-" + release, kernel.systemMap(), false);
            tar.file("boot/config-" + release, kernel.config(), false);
            if (Files.isDirectory(kernel.deviceTrees())) {
                tar.addTree(kernel.deviceTrees(), "boot/dtbs/" + release);
            }
            // A user-mode Linux kernel is a program.
            tar.file(
                    "boot/vmlinuz-" + release,
                    kernel.image(),
                    kernel.metadata().arch().equals("um"));
        });
    }

    /**
     * The modules artifact: {@code lib/modules/RELEASE} without the links to the build.
     *
     * @param staging the {@code INSTALL_MOD_PATH} of {@code modules_install}
     */
    public Packed modules(Path staging, Path target) throws IOException {
        var name = "lib/modules/" + release;
        var directory = existing(staging.resolve(name));
        return write(
                target, tar -> tar.addTree(directory, name, path -> !path.equals("build") && !path.equals("source")));
    }

    /**
     * The dev artifact: the contents of a dev tree below one directory, {@code linux-RELEASE/}.
     *
     * @param tree an assembled {@link DevTree}
     */
    public Packed dev(Path tree, Path target) throws IOException {
        return write(target, tar -> tar.addTree(tree, devDirectory()));
    }

    /** The one directory at the root of the dev artifact. */
    public String devDirectory() {
        return "linux-" + release;
    }

    /**
     * The headers artifact: {@code usr/include}, nothing but headers.
     *
     * @param headers the {@code usr/include} that {@code make headers} wrote in the build tree
     */
    public Packed headers(Path headers, Path target) throws IOException {
        existing(headers);
        return write(
                target,
                tar -> tar.addTree(
                        headers,
                        "usr/include",
                        path -> path.endsWith(".h") || Files.isDirectory(headers.resolve(path))));
    }

    /**
     * The debug artifact: {@code usr/lib/debug/boot/vmlinux-RELEASE} and unstripped modules below
     * {@code usr/lib/debug/lib/modules/RELEASE}, where gdb, perf and crash look.
     *
     * @param vmlinux with its debug information
     * @param unstripped the {@code INSTALL_MOD_PATH} of a {@code modules_install} that did not strip; empty for a
     *     kernel without modules
     */
    public Packed debug(Path vmlinux, Optional<Path> unstripped, Path target) throws IOException {
        return write(target, tar -> {
            tar.file("usr/lib/debug/boot/vmlinux-" + release, vmlinux, false);
            if (unstripped.isPresent()) {
                var directory = existing(unstripped.get().resolve("lib/modules/" + release));
                tar.addTree(
                        directory,
                        "usr/lib/debug/lib/modules/" + release,
                        path -> path.endsWith(".ko")
                                || Files.isDirectory(directory.resolve(path), LinkOption.NOFOLLOW_LINKS));
            }
        });
    }

    private Packed write(Path target, TarZstd.ContentWriter content) throws IOException {
        return TarZstd.write(target, mtime, level, workers, content);
    }

    private static Path existing(Path directory) throws NoSuchFileException {
        if (!Files.isDirectory(directory)) {
            throw new NoSuchFileException(directory.toString(), null, "make did not write it");
        }
        return directory;
    }
}
