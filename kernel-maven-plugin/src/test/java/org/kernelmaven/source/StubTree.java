package org.kernelmaven.source;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.kernelmaven.store.Digests;

/** The least that is taken for a kernel tree, and archives of it made by the real tools. */
final class StubTree {

    private StubTree() {}

    /** A tree that calls itself Linux 6.1.55. */
    static Path write(Path tree) throws IOException {
        return write(tree, "VERSION = 6\nPATCHLEVEL = 1\nSUBLEVEL = 55\nEXTRAVERSION =\nNAME = Curry Ramen\n");
    }

    static Path write(Path tree, String makefile) throws IOException {
        Files.createDirectories(tree.resolve("scripts/dtc"));
        Files.createDirectories(tree.resolve("arch/x86/include"));
        Files.createDirectories(tree.resolve("include"));
        Files.writeString(tree.resolve("arch/x86/include/x86.h"), "");
        Files.writeString(tree.resolve("include/linux.h"), "");
        Files.writeString(tree.resolve("Makefile"), "# SPDX-License-Identifier: GPL-2.0\n" + makefile);
        Files.writeString(tree.resolve("Kbuild"), "");
        Files.writeString(tree.resolve("Kconfig"), "");
        Files.writeString(tree.resolve("scripts/run.sh"), "#!/bin/sh\n");
        run(tree, "chmod", "755", "scripts/run.sh");
        Files.createSymbolicLink(tree.resolve("scripts/dtc/arch"), Path.of("../.././arch/x86"));
        return tree;
    }

    /** Packs the tree with GNU tar; the compression follows from the name's end. */
    static Path pack(Path tree, Path archive) throws IOException {
        run(
                tree.resolve(".."),
                "tar",
                "--auto-compress",
                "-cf",
                archive.toString(),
                tree.getFileName().toString());
        return archive;
    }

    /** A Debian package of that name with the archive in usr/src, put together with ar and tar. */
    static Path packDeb(Path work, String name, Path archive) throws IOException {
        var source = Files.createDirectories(work.resolve("data/usr/src"));
        Files.copy(archive, source.resolve(name + ".tar.xz"));
        Files.writeString(work.resolve("debian-binary"), "2.0\n");
        Files.writeString(work.resolve("control"), "Package: " + name + "\n");
        run(work, "tar", "-czf", "control.tar.gz", "./control");
        run(work, "tar", "-cJf", "data.tar.xz", "-C", "data", "./usr");
        run(work, "ar", "rc", "package.deb", "debian-binary", "control.tar.gz", "data.tar.xz");
        return work.resolve("package.deb");
    }

    static String run(Path directory, String... command) throws IOException {
        var process = new ProcessBuilder(List.of(command))
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        var says = new String(process.getInputStream().readAllBytes(), UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException(String.join(" ", command) + ": " + says);
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        return says.strip();
    }

    static String sha256(Path file) throws IOException {
        return Digests.of(file);
    }
}
