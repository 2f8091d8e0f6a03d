package org.kernelmaven.build;

import java.nio.file.Path;
import java.util.Optional;
import org.kernelmaven.settings.Setting;

/**
 * A kernel as the parameters of a goal describe it; nothing of it is checked yet. What is empty was not given: the
 * base's recipe or the default decides.
 *
 * @param project the project it belongs to
 * @param workDirectory where to build, instead of {@code target/kernel}
 * @param source where the tree comes from
 * @param base coordinates of the published kernel to start from
 * @param patches the series
 * @param config how it is configured
 * @param compile how it is compiled
 * @param debugArtifact whether vmlinux and the unstripped modules become an artifact
 * @param reuse whether a published kernel with the same inputs is taken
 */
public record KernelRequest(
        ProjectInfo project,
        Optional<Path> workDirectory,
        Optional<Setting> source,
        Optional<String> base,
        Optional<Setting> patches,
        ConfigParameters config,
        CompileParameters compile,
        boolean debugArtifact,
        Reuse reuse) {}
