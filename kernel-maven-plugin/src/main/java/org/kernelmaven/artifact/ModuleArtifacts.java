package org.kernelmaven.artifact;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import org.kernelmaven.archive.Limits;
import org.kernelmaven.archive.TarZstd;
import org.kernelmaven.archive.TarZstd.Packed;
import org.kernelmaven.store.Trees;

/**
 * The archives of a module project, each packed from a directory of the same content: sources, exported headers and
 * {@code module.json}; the binaries for one kernel, to be unpacked by {@code tar -C /}; and their symbol versions.
 */
public final class ModuleArtifacts {

    /** Exported headers, in the main artifact. */
    public static final String HEADERS = "include";

    /** Sources, in the main artifact. */
    public static final String SOURCES = "src";

    /** Symbol versions, in the symbols artifact. */
    public static final String SYMBOL_VERSIONS = "Module.symvers";

    private final Instant mtime;

    /** @param mtime of every entry */
    public ModuleArtifacts(Instant mtime) {
        this.mtime = mtime;
    }

    /** Where modules stand in the binary artifact: below {@code updates}, which depmod prefers to the kernel's own. */
    public static String installDirectory(String release) {
        return "lib/modules/" + release + "/updates";
    }

    /**
     * Packs the main or the symbols artifact.
     *
     * @param name the one directory at the archive's root
     */
    public Packed pack(Path directory, String name, Path target) throws IOException {
        return TarZstd.write(target, mtime, tar -> tar.addTree(directory, name));
    }

    /** Packs the binary artifact: no entry for a directory above {@code lib/modules/RELEASE/updates}. */
    public Packed packBinaries(Path directory, String release, Path target) throws IOException {
        var updates = installDirectory(release);
        return TarZstd.write(target, mtime, tar -> tar.addTree(directory.resolve(updates), updates));
    }

    /**
     * Opens a main or a symbols artifact.
     *
     * @param artifact the archive, or the directory that a project of the same reactor made
     * @param target where an archive is unpacked, in place of what is there
     * @return the directory to read
     * @throws org.kernelmaven.UserException where the archive is damaged or hostile
     */
    public static Path open(Path artifact, Path target) throws IOException {
        return open(artifact, target, 1);
    }

    /** Opens a binary artifact, likewise. */
    public static Path openBinaries(Path artifact, Path target) throws IOException {
        return open(artifact, target, 0);
    }

    private static Path open(Path artifact, Path target, int strip) throws IOException {
        Trees.delete(target);
        if (Files.isDirectory(artifact)) {
            // A path of ours, which make and the compiler can take whatever the other project's looks like.
            return Files.createSymbolicLink(target, artifact.toRealPath());
        }
        var temporary = target.resolveSibling("." + target.getFileName() + ".tmp");
        Trees.delete(temporary);
        try {
            ArtifactArchive.unpack(artifact, temporary, strip, Limits.MODULES);
            return Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Trees.delete(temporary);
        }
    }
}
