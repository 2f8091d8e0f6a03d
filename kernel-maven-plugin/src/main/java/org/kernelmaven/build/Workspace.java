package org.kernelmaven.build;

import java.io.IOException;
import java.nio.file.Path;
import org.kernelmaven.kbuild.Make;
import org.kernelmaven.kbuild.Reproducibility;
import org.kernelmaven.store.Store;

/**
 * Where one project's kernel is built.
 *
 * @param root holds the view, the build tree within it, and what is packed; its path has no space or colon
 * @param output the project's {@code target/kernel}: the log and the artifacts
 */
record Workspace(Path root, Path output) {

    /** The project's workspace, at a path that make can take. */
    static Workspace of(KernelRequest request, Store store) throws IOException {
        var place = WorkDirectory.of(request.project(), "kernel", request.workDirectory(), store);
        return new Workspace(place.root(), place.output());
    }

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

    /** Where {@code modules_install} and the like write. */
    Path staging() {
        return root.resolve("staging");
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
