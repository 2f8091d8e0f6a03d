package org.kernelmaven.build;

import java.nio.file.Path;
import org.kernelmaven.kbuild.Make;
import org.kernelmaven.kbuild.Reproducibility;

/**
 * Where one project's kernel is built.
 *
 * @param root holds the view, the build tree within it, and what is packed; its path has no space or colon
 * @param output the project's {@code target/kernel}: the log and the artifacts
 */
record Workspace(Path root, Path output) {

    /** The view: the project's patched tree. */
    Path tree() {
        return root.resolve("tree");
    }

    /** The {@code O=} directory, inside the view so that {@code srctree} is {@code ..}. */
    Path buildTree() {
        return tree().resolve(Make.BUILD_TREE);
    }

    /** What the steps know of their last run. */
    Path state() {
        return root.resolve("state");
    }

    /** The patches, decompressed. */
    Path patches() {
        return root.resolve("patches");
    }

    /** The recipe of the base, unpacked. */
    Path base() {
        return root.resolve("base");
    }

    /** The unpacked dev artifact. */
    Path development() {
        return root.resolve("dev");
    }

    /** Where {@code modules_install} and the like write, until their step is done. */
    Path staging() {
        return root.resolve("staging");
    }

    /** Where artifacts are packed before they take the place of the last ones; on their own file system. */
    Path packing() {
        return output.resolveSibling(".kernel-packing");
    }

    /** The finished kernel as directories, as {@link StageStep} leaves it. */
    Path staged() {
        return root.resolve("staged");
    }

    /** The whole output of the last make. */
    Path log() {
        return output.resolve("build.log");
    }

    /** The make of a kernel in this workspace. */
    Make make(KernelSpec spec, Reproducibility reproducibility) {
        return new Make(tree(), spec.toolchain(), reproducibility, spec.jobs());
    }
}
