package org.kernelmaven.artifact;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.kernelmaven.archive.Limits;
import org.kernelmaven.store.Digests;
import org.kernelmaven.store.Kind;
import org.kernelmaven.store.KnownDigests;
import org.kernelmaven.store.Store;

/**
 * Opens dev artifacts: an archive is unpacked into the store, once a machine; a reactor's directory is used as it is.
 */
public final class DevArtifacts {

    private final Store store;
    private final String host;

    /**
     * @param store where archives are unpacked
     * @param host the machine's architecture: programs of a dev artifact run on one kind of machine
     */
    public DevArtifacts(Store store, String host) {
        this.store = store;
        this.host = host;
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
            return UnpackedDev.in(artifact.toRealPath(), artifact, Digests::of);
        }
        var key = digests.sha256(artifact).substring(0, 40) + "-" + host;
        var directory = store.getOrMakeTold(Kind.DEV, key, temporary -> {
            var written = ArtifactArchive.unpackReadOnly(artifact, temporary, 1, Limits.KERNEL_ARTIFACT);
            UnpackedDev.in(temporary, artifact, Digests::of);
            return new Store.Made(ArtifactArchive.fileName(artifact), written);
        });
        return UnpackedDev.in(directory, artifact, digests::sha256);
    }
}
