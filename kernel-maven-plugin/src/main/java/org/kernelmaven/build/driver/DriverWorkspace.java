package org.kernelmaven.build.driver;

import java.nio.file.Path;

/**
 * Where one project's drivers are built.
 *
 * @param root a real path that make can take
 * @param output the project's {@code target/kernel-driver}
 */
record DriverWorkspace(Path root, Path output) {

    /** The kernel's source: its recipe and, where it has patches, a view. */
    Path source() {
        return root.resolve("source");
    }

    /** What was copied, as it was. */
    Path pristine() {
        return root.resolve("pristine");
    }

    /** The dev tree and the driver together, in which make works. */
    Path tree() {
        return root.resolve("tree");
    }

    /** What the steps know of their last run. */
    Path state() {
        return root.resolve("state");
    }

    /** What make is told of the compiler. */
    Path compilerAnswers() {
        return root.resolve("compiler-answers.mk");
    }

    /** What the VM is started with, and its console. */
    Path guest() {
        return root.resolve("guest");
    }

    /** The whole output of the last make. */
    Path log() {
        return output.resolve("build.log");
    }

    /** How an editor's compiler sees each source. */
    Path compileCommands() {
        return output.resolve("compile_commands.json");
    }

    /** The patch, where no other place is given. */
    Path patch(TreePath driver) {
        return output.resolve(driver.name() + ".patch");
    }
}
