package org.kernelmaven.build;

import java.io.IOException;
import java.nio.file.Path;
import org.kernelmaven.archive.TarZstd.Packed;
import org.kernelmaven.artifact.KernelArtifacts;

/**
 * An archive that a kernel has besides those of every kernel.
 *
 * @param type its Maven type
 * @param classifier its classifier
 * @param content what it is made from, as far as the kernel's own fingerprint does not tell
 * @param packer packs it
 */
record Extra(String type, String classifier, String content, Packer packer) {

    /** Packs one archive. */
    @FunctionalInterface
    interface Packer {
        /** @param target where to */
        Packed pack(KernelArtifacts artifacts, Path target) throws IOException;
    }
}
