package org.kernelmaven.artifact;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.kernelmaven.archive.Limits;
import org.kernelmaven.store.Digests;
import org.kernelmaven.store.Kind;
import org.kernelmaven.store.KnownDigests;
import org.kernelmaven.store.Store;
import org.kernelmaven.store.Trees;

/**
 * Opens dev artifacts: an archive is unpacked into the store, once a machine; a reactor's directory is used as it is.
 */
public final class DevArtifacts {

    private final Store store;
    private final String host;
    private final Finish finish;

    /** What is done to an unpacked artifact before anybody sees it. */
    @FunctionalInterface
    public interface Finish {
        /**
         * @param directory where it is for now; may be written to
         * @return whether anything was
         */
        boolean finish(Path directory, KernelMetadata metadata) throws IOException;
    }

    /**
     * @param store where archives are unpacked
     * @param host the kind of machine: programs of a dev artifact run on one
     * @param finish makes those programs fit for this one; what it throws leaves nothing
     */
    public DevArtifacts(Store store, String host, Finish finish) {
        this.store = store;
        this.host = host;
        this.finish = finish;
    }

    /**
     * What an archive says of itself, when all of it has been unpacked within the limits of one. Its programs need not
     * run on this machine.
     *
     * @param scratch where it is unpacked: does not exist, and is deleted in the end
     * @throws org.kernelmaven.UserException as {@link #open}
     */
    public static KernelMetadata metadata(Path archive, Path scratch) throws IOException {
        try {
            ArtifactArchive.unpack(archive, scratch, 1, Limits.KERNEL_ARTIFACT);
            return UnpackedDev.in(scratch, 0, archive, Digests::of).metadata();
        } finally {
            Trees.delete(scratch);
        }
    }

    /**
     * Opens one.
     *
     * @param artifact the archive, or the directory that a kernel project of the same reactor made
     * @throws org.kernelmaven.UserException where it is damaged, hostile, no dev artifact, or made by a later plugin
     */
    public UnpackedDev open(Path artifact) throws IOException {
        var digests = new KnownDigests(store);
        if (Files.isDirectory(artifact)) {
            var real = artifact.toRealPath();
            // An imported kernel's is in the store, and a project's own is not.
            var imported = store.around(Kind.DISTRIBUTION, real);
            return UnpackedDev.in(real, imported.isEmpty() ? 0 : Store.made(imported.get()), artifact, Digests::of);
        }
        var key = digests.sha256(artifact).substring(0, 40) + "-" + host;
        var directory = store.getOrRemake(Kind.DEV, key, Store::looksWhole, temporary -> {
            var written = ArtifactArchive.unpackReadOnly(artifact, temporary, 1, Limits.KERNEL_ARTIFACT);
            var metadata = UnpackedDev.in(temporary, 0, artifact, Digests::of).metadata();
            var changed = finish.finish(temporary, metadata);
            return new Store.Made(ArtifactArchive.fileName(artifact), changed ? Map.of() : written);
        });
        return UnpackedDev.in(directory, Store.made(directory), artifact, digests::sha256);
    }
}
