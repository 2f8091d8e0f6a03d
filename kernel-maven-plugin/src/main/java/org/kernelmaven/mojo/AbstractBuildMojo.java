package org.kernelmaven.mojo;

import java.util.Optional;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** What goals have that compile, be it a kernel, modules or a driver. */
abstract class AbstractBuildMojo extends AbstractGoalMojo {

    /**
     * How many jobs make runs at once. Default: the cores of this machine, shared out among the projects that <code>
     * mvn -T</code> builds at the same time.
     *
     * <p>Example: <code>-Dkernel.jobs=4</code>
     *
     * @since 0.1.0
     */
    @Parameter(property = "kernel.jobs")
    private @Nullable Integer jobs;

    /**
     * A program that stands before the compiler: <code>ccache</code>, <code>sccache</code>, <code>distcc</code>, <code>
     * icecc</code>, or <code>ccache distcc</code>. What is built stays the same. Default: none.
     *
     * <p>Example: <code>-Dkernel.compilerLauncher=ccache</code>
     *
     * @since 0.1.0
     */
    @Parameter(property = "kernel.compilerLauncher")
    private @Nullable String compilerLauncher;

    AbstractBuildMojo(MavenServices services) {
        super(services);
    }

    final Optional<Integer> jobs() {
        return Optional.ofNullable(jobs);
    }

    final Optional<String> compilerLauncher() {
        return Optional.ofNullable(compilerLauncher);
    }
}
