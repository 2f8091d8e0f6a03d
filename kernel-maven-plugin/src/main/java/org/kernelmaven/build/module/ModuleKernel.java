package org.kernelmaven.build.module;

import java.io.IOException;
import java.nio.file.Path;
import org.kernelmaven.artifact.UnpackedDev;
import org.kernelmaven.build.Environment;
import org.kernelmaven.kbuild.Arch;
import org.kernelmaven.kbuild.Toolchain;
import org.kernelmaven.module.CompilerAnswers;
import org.kernelmaven.module.ModuleMake;

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

    /**
     * What modules are compiled against: the kernel, and the copy of its dev artifact. One that is made again may have
     * been damaged when modules were compiled against it.
     */
    public String against() {
        return String.join(
                " ", dev.identity(), String.valueOf(dev.made()), dev.directory().toString());
    }

    /** The compiler, without its arguments. */
    String compiler() {
        return toolchain.compiler().get(0);
    }

    /**
     * What the compiler answered earlier when this kernel's makefiles asked it.
     *
     * @param makefile written for that make
     */
    public CompilerAnswers answers(ModuleMake make, Environment environment, Path makefile) throws IOException {
        return CompilerAnswers.of(
                make,
                dev.identity(),
                environment.variables(),
                environment.store().probes(),
                makefile);
    }

    /** {@code Linux RELEASE (groupId:artifactId:version)}, for messages. */
    public String describe() {
        return "Linux " + release() + " (" + dependency + ")";
    }
}
