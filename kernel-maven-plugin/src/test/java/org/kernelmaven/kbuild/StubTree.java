package org.kernelmaven.kbuild;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.kernelmaven.tool.Host;

/** A tree whose Makefile has a few of Kbuild's targets, for GNU make to run. */
record StubTree(Path view) {

    static final String SEED = RandomSeed.derive("source", "config", "");

    static StubTree in(Path directory, String makefile) throws IOException {
        var view = Files.createDirectories(directory.resolve("view"));
        Files.createDirectories(view.resolve("build"));
        Files.writeString(view.resolve("Makefile"), makefile);
        return new StubTree(view);
    }

    static Reproducibility reproducibility() {
        return new Reproducibility(Instant.parse("2026-01-02T03:04:05Z"), "someone", "somewhere", SEED);
    }

    Make make(String... flags) {
        var host = new Host("x86_64", 2, List.of());
        var toolchain =
                Toolchain.of(Arch.X86_64, Optional.empty(), Optional.empty(), MakeFlags.parse(List.of(flags)), host);
        return new Make(view, toolchain, reproducibility(), 3);
    }
}
