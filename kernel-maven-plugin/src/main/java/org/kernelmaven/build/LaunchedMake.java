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
 * @param tree the tree that is compiled; equal trees in different places are one to the launcher
 */
public record LaunchedMake(Environment environment, Optional<CompilerLauncher> launcher, Path tree) {

    private static final Logger LOG = LoggerFactory.getLogger(LaunchedMake.class);

    /** Runs a step to its end, as {@link MakeRun#run}. */
    public BuildCounts run(MakeRun.Step step, Toolchain toolchain, BuildLog log) throws IOException {
        var make = new MakeRun(environment.runner(), LOG::info);
        if (launcher.isEmpty()) {
            return make.run(step, log);
        }
        var statistics = Files.createTempFile("kernel-launcher", ".log");
        try {
            var command = launcher.get()
                    .launch(step.command(), toolchain, tree, environment.variables(), statistics, environment.runner());
            var counts = make.run(step.with(command), log);
            if (launcher.get().hasStatistics()) {
                LOG.info("{}", LauncherStatistics.read(statistics).summary());
            }
            return counts;
        } finally {
            Files.deleteIfExists(statistics);
        }
    }
}
