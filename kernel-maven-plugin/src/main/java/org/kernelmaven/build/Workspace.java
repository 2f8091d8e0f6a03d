package org.kernelmaven.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.kernelmaven.UserException;
import org.kernelmaven.kbuild.Make;
import org.kernelmaven.kbuild.Reproducibility;
import org.kernelmaven.store.Digests;
import org.kernelmaven.store.Store;
import org.kernelmaven.store.Trees;

/**
 * Where one project's kernel is built.
 *
 * @param root holds the view, the build tree within it, and what is packed; its path has no space or colon
 * @param output the project's {@code target/kernel}: the log and the artifacts
 */
record Workspace(Path root, Path output) {

    /** The kernel's Makefile refuses spaces and colons (Linux 6.1), and make gives more characters a meaning. */
    private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9/._+@,=~^-]+");

    /** The project's workspace, at a path that make can take. */
    static Workspace of(KernelRequest request, Store store) throws IOException {
        var output =
                request.project().buildDirectory().toAbsolutePath().normalize().resolve("kernel");
        if (request.workDirectory().isPresent()) {
            var chosen = real(request.workDirectory().get());
            if (!isSafe(chosen)) {
                throw new UserException("parameter <workDirectory>: '" + chosen
                        + "' has a space, a colon or another character that make gives a meaning."
                        + " Choose a path of letters, digits and ./_-+ only.");
            }
            return new Workspace(chosen, output);
        }
        Files.createDirectories(output);
        if (isSafe(output.toRealPath())) {
            return new Workspace(output.toRealPath(), output);
        }
        var elsewhere = real(store.trees())
                .resolve("work")
                .resolve(Digests.of(output.toString()).substring(0, 16));
        if (!isSafe(elsewhere)) {
            throw new UserException("Neither the project's path '" + output + "' nor the store's '" + store.trees()
                    + "' can be given to make: both have a space, a colon or another character that make gives a"
                    + " meaning. Set kernel.workDirectory to a path of letters, digits and ./_-+ only.");
        }
        return followClean(new Workspace(elsewhere, output));
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

    /** Where {@code modules_install} and the like write, until their step is done. */
    Path staging() {
        return root.resolve("staging");
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

    /** {@code mvn clean} removes only {@code target}: what was built elsewhere for it goes with it. */
    private static Workspace followClean(Workspace workspace) throws IOException {
        var marker = workspace.output().resolve("work-directory");
        if (!Files.exists(marker)) {
            Trees.delete(workspace.root());
            Files.createDirectories(workspace.root());
            Files.writeString(marker, workspace.root() + "\n");
        }
        return workspace;
    }

    private static Path real(Path directory) throws IOException {
        Files.createDirectories(directory);
        return directory.toRealPath();
    }

    private static boolean isSafe(Path path) {
        return SAFE.matcher(path.toString()).matches();
    }
}
