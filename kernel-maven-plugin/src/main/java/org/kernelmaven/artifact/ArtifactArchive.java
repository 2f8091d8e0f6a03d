package org.kernelmaven.artifact;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.kernelmaven.UserException;
import org.kernelmaven.archive.DamagedArchiveException;
import org.kernelmaven.archive.Limits;
import org.kernelmaven.archive.TarUnpacker;

/** The archive of an artifact as Maven's local repository holds it, and how messages speak of it. */
final class ArtifactArchive {

    private ArtifactArchive() {}

    /** As {@link TarUnpacker#unpack(Path, Path, int, Limits)}; what is damaged is said with Maven's cure. */
    static void unpack(Path archive, Path into, int stripComponents, Limits limits) throws IOException {
        try {
            TarUnpacker.unpack(archive, into, stripComponents, limits);
        } catch (DamagedArchiveException e) {
            throw withCure(e);
        }
    }

    /** As {@link #unpack}; nobody may write to the files, whose SHA-256 it returns by path. */
    static Map<String, String> unpackReadOnly(Path archive, Path into, int stripComponents, Limits limits)
            throws IOException {
        try (var input = Files.newInputStream(archive)) {
            return TarUnpacker.unpackReadOnly(input, archive.toString(), into, stripComponents, limits);
        } catch (DamagedArchiveException e) {
            throw withCure(e);
        }
    }

    private static UserException withCure(DamagedArchiveException e) {
        return new UserException(
                e.getMessage()
                        + "\n  Delete it, and Maven gets it from its repository again; where it was installed"
                        + " on this machine, build and install it again.",
                e);
    }

    /** What the store's list calls what was unpacked from it. */
    static String fileName(Path artifact) {
        return String.valueOf(artifact.getFileName());
    }

    /** What messages call a file of an artifact, which is an archive or a directory. */
    static String name(Path artifact, String file) {
        return artifact + (Files.isDirectory(artifact) ? "/" : "!/") + file;
    }
}
