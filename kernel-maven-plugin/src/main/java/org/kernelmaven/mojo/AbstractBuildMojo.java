package org.kernelmaven.mojo;

import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** What goals have that compile, be it a kernel, modules or a driver. */
abstract class AbstractBuildMojo extends AbstractGoalMojo {

    private static final String PREFIX = "kernel.";

    /**
     * These, and what is below them, say how and where something is built, or what is done with it, and not what it is.
     */
    private static final List<String> OTHERS = List.of(
            "kernel.compilerLauncher",
            "kernel.dev",
            "kernel.doctor",
            "kernel.jobs",
            "kernel.reuse",
            "kernel.run",
            "kernel.store");

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

    /**
     * Not to be set: what the command line says of what is built. Maven's build cache, which takes the command line for
     * no input, can be told to compare it. Default: every <code>-Dkernel.…</code> but those that change nothing of what
     * is built, such as <code>kernel.jobs</code>.
     *
     * <p>Example: <code>&lt;reconcile propertyName="commandLine"/&gt;</code>
     *
     * @since 0.1.0
     */
    @Parameter
    @SuppressWarnings("UnusedVariable") // the build cache reads it, as a text
    private Object commandLine = new Object() {
        @Override
        public String toString() {
            return said(session().getUserProperties());
        }
    };

    AbstractBuildMojo(MavenServices services) {
        super(services);
    }

    private static String said(Properties userProperties) {
        return userProperties.stringPropertyNames().stream()
                .filter(name -> name.startsWith(PREFIX)
                        && OTHERS.stream().noneMatch(other -> (name + ".").startsWith(other + ".")))
                .sorted()
                .map(name -> name + "=" + userProperties.getProperty(name))
                .collect(Collectors.joining("\n"));
    }

    final Optional<Integer> jobs() {
        return Optional.ofNullable(jobs);
    }

    final Optional<String> compilerLauncher() {
        return Optional.ofNullable(compilerLauncher);
    }
}
