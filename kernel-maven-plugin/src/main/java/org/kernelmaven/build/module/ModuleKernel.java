package org.kernelmaven.build.module;

import org.kernelmaven.artifact.UnpackedDev;
import org.kernelmaven.kbuild.Arch;
import org.kernelmaven.kbuild.Toolchain;

/**
 * The kernel that modules are built for.
 *
 * @param dependency the dev artifact as Maven resolved it
 * @param dev the dev artifact, unpacked
 * @param toolchain who compiles for it
 */
public record ModuleKernel(Dependency dependency, UnpackedDev dev, Toolchain toolchain) {

    /** Its release. */
    public String release() {
        return dev.metadata().release();
    }

    /** Its architecture. */
    public Arch arch() {
        return toolchain.arch();
    }

    /** The compiler, without its arguments. */
    String compiler() {
        return toolchain.compiler().get(0);
    }

    /** {@code Linux RELEASE (groupId:artifactId:version)}, for messages. */
    public String describe() {
        return "Linux " + release() + " (" + dependency + ")";
    }
}
