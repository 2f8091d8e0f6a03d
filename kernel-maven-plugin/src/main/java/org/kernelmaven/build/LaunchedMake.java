package org.kernelmaven.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.kernelmaven.kbuild.BuildCounts;
import org.kernelmaven.kbuild.BuildLog;
import org.kernelmaven.kbuild.CompilerLauncher;
import org.kernelmaven.kbuild.LauncherStatistics;
import org.kernelmaven.kbuild.MakeRun;
import org.kernelmaven.kbuild.Toolchain;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the make that compiles, behind the user's compiler launcher where there is one, and says what that did.
 *
 * @param launcher what stands before the compiler
 * @param seed the file with the seed of structure layouts, where they are at random
 */
public record LaunchedMake(Environment environment, Optional<CompilerLauncher> launcher, Optional<Path> seed) {

    private static final Logger LOG = LoggerFactory.getLogger(LaunchedMake.class);

    /** Runs a step to its end, as {@link MakeRun#run}. */
    public BuildCounts run(MakeRun.Step step, Toolchain toolchain, BuildLog log) throws IOException {
        var make = new MakeRun(environment.runner(), LOG::info);
        if (launcher.isEmpty()) {
            return make.run(step, log);
        }
        if (seed.isPresent() && !launcher.get().seesSeeds()) {
            LOG.warn(
                    "Compiling without '{}': it would give what was compiled with another seed of RANDSTRUCT",
                    launcher.get().program());
            return make.run(step, log);
        }
        var statistics = log.file().resolveSibling(log.file().getFileName() + ".launcher");
        // A link left by somebody else must not be written through.
        Files.deleteIfExists(statistics);
        try {
            var command = launcher.get()
                    .launch(step.command(), toolchain, seed, environment.variables(), statistics, environment.runner());
            var counts = make.run(step.with(command), log);
            if (launcher.get().hasStatistics()) {
                LauncherStatistics.read(statistics).summary().ifPresent(LOG::info);
            }
            return counts;
        } finally {
            Files.deleteIfExists(statistics);
        }
    }
}
