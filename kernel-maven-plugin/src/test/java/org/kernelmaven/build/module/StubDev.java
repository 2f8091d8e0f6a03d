package org.kernelmaven.build.module;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.kernelmaven.build.StubProject;
import org.kernelmaven.store.Trees;
import org.kernelmaven.tool.Command;
import org.kernelmaven.tool.CommandRunner;

/** The dev artifact of the stub kernel, built once for all tests. */
final class StubDev {

    private static final Path ROOT = root();
    private static final Path ARCHIVE = build();

    private StubDev() {}

    /** The archive, as a repository holds it. */
    static Path archive() {
        return ARCHIVE;
    }

    /** The directory, as a reactor has it; a copy to do with what one likes. */
    static Path copy(Path target) throws IOException {
        run(ROOT, "cp", "-a", ROOT.resolve("kernel/target/kernel/dev").toString(), target.toString());
        return target;
    }

    /** Packs a directory as the kernel's package step would, only by GNU tar. */
    static Path pack(Path directory) throws IOException {
        var archive = directory.resolveSibling(directory.getFileName() + ".tar.zst");
        run(directory.resolveSibling(""), "tar", "--zstd", "-cf", archive.toString(), directory.getFileName() + "");
        return archive;
    }

    static String run(Path directory, String... argv) throws IOException {
        var result = new CommandRunner().run(Command.of(directory, argv).with("LC_ALL", "C"));
        if (!result.succeeded()) {
            throw new IOException(String.join(" ", argv) + ": " + result.output());
        }
        return result.output();
    }

    private static Path root() {
        try {
            var root = Files.createTempDirectory("stub-dev");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                try {
                    Trees.delete(root);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }));
            return root;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path build() {
        try {
            var kernel = new StubProject(ROOT.resolve("kernel"), ROOT.resolve("store"));
            return kernel.build().pack().artifacts().stream()
                    .filter(artifact -> artifact.type().equals("kernel-dev"))
                    .findFirst()
                    .orElseThrow()
                    .file();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
