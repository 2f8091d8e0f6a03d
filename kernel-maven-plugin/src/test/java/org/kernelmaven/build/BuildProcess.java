package org.kernelmaven.build;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A build of a stub project in a JVM of its own, which a test can kill or starve. */
final class BuildProcess {

    /** The first line of the widget's driver. */
    private static final String WIDGET = "#include <linux/stub.h>";

    private BuildProcess() {}

    /**
     * Packs the kernel of a project; the arguments are its directory, the store and the source's tarball. With a
     * fourth, which becomes a line of the widget's driver, the source is downloaded and patched, and no more.
     */
    public static void main(String[] arguments) throws IOException {
        var project = new StubProject(Path.of(arguments[0]), Path.of(arguments[1]));
        if (arguments.length == 3) {
            project.source(StubProject.source("file", arguments[2])).build().pack();
        } else {
            project.source(StubProject.source(
                            "url", Path.of(arguments[2]).toUri().toString()))
                    .patch("widget", StubProject.diff("drivers/misc/widget.c", 1, WIDGET, arguments[3]))
                    .build()
                    .patch();
        }
    }

    /** Starts it; its output goes to a file beside the project. */
    static Process start(Path project, Path store, Path tarball, String... shell) throws IOException {
        return start(project, store, tarball, List.of(shell), List.of());
    }

    /** Starts one that downloads and patches alone. */
    static Process startPatching(Path project, Path store, Path tarball, String line) throws IOException {
        return start(project, store, tarball, List.of(), List.of(line));
    }

    private static Process start(Path project, Path store, Path tarball, List<String> shell, List<String> more)
            throws IOException {
        Files.createDirectories(project);
        var argv = new ArrayList<>(shell);
        argv.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                BuildProcess.class.getName(),
                project.toString(),
                store.toString(),
                tarball.toString()));
        argv.addAll(more);
        return new ProcessBuilder(argv)
                .redirectErrorStream(true)
                .redirectOutput(output(project).toFile())
                .redirectInput(new File("/dev/null"))
                .start();
    }

    /** Where its output goes. */
    static Path output(Path project) {
        return project.resolveSibling(project.getFileName() + ".log");
    }

    /** Waits until a file is there, for as long as the process runs. */
    static void await(Process process, Path file) throws InterruptedException {
        while (!Files.exists(file)) {
            if (process.waitFor(20, TimeUnit.MILLISECONDS)) {
                throw new AssertionError("ended with " + process.exitValue() + " before " + file + " appeared");
            }
        }
    }
}
