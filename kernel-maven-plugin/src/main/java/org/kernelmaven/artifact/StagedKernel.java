package org.kernelmaven.artifact;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A finished kernel as directories, each with what the artifact of its name will hold. Do not write to them: their
 * files may be hard links.
 *
 * @param metadata what {@code kernel.json} says, without the digests of artifacts
 * @param main holds {@code boot}
 * @param modules holds {@code lib/modules/RELEASE}; empty for a kernel without modules
 * @param development what modules are compiled against; empty for a kernel without modules
 * @param fingerprint of all that it was made from; empty where that may change without notice, as a local checkout does
 */
public record StagedKernel(
        KernelMetadata metadata,
        Path main,
        Optional<Path> modules,
        Optional<Path> development,
        Optional<String> fingerprint) {

    /** The release, which names the files. */
    public String release() {
        return metadata.release();
    }

    /** The bootable image. */
    public Path image() {
        return main.resolve("boot/vmlinuz-" + release());
    }

    /** The addresses of its symbols. */
    public Path systemMap() {
        return main.resolve("boot/System.map-" + release());
    }

    /** Its {@code .config}. */
    public Path config() {
        return main.resolve("boot/config-" + release());
    }

    /** Its device trees; no such directory for arches without them. */
    public Path deviceTrees() {
        return main.resolve("boot/dtbs/" + release());
    }
}
