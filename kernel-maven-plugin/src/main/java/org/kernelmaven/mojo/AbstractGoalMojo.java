package org.kernelmaven.mojo;

import static java.util.Objects.requireNonNull;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.jspecify.annotations.Nullable;
import org.kernelmaven.UserException;
import org.kernelmaven.build.Environment;

/** What every goal has, and how a failure of one is told to Maven. */
abstract class AbstractGoalMojo extends AbstractMojo {

    /**
     * The cache of kernel trees (1.5 GB a tree) and unpacked dev artifacts, safe to delete. Default: <code>
     * $XDG_CACHE_HOME/kernel-maven-plugin</code> or <code>~/.cache/kernel-maven-plugin</code>.
     *
     * <p>Example: <code>-Dkernel.store=/var/cache/kernels</code>
     *
     * @since 0.1.0
     */
    @Parameter(property = "kernel.store")
    private @Nullable File store;

    @Parameter(defaultValue = "${session}", readonly = true, required = true)
    private @Nullable MavenSession session;

    @Parameter(defaultValue = "${project}", readonly = true, required = true)
    private @Nullable MavenProject project;

    @Parameter(defaultValue = "${mojoExecution}", readonly = true, required = true)
    private @Nullable MojoExecution execution;

    private final MavenServices services;

    AbstractGoalMojo(MavenServices services) {
        this.services = services;
    }

    /** Does the goal's work, in the project that Maven is at. */
    abstract void run(MavenBuild maven) throws IOException;

    @Override
    public final void execute() throws MojoExecutionException, MojoFailureException {
        try {
            var maven = new MavenBuild(services, session(), requireNonNull(project), requireNonNull(execution));
            maven.checkParameters();
            run(maven);
        } catch (UserException e) {
            throw new MojoFailureException(e.getMessage(), e);
        } catch (IOException | UncheckedIOException e) {
            throw new MojoExecutionException(IoMessage.of(e), e);
        }
    }

    final MavenSession session() {
        return requireNonNull(session);
    }

    final Environment environment(MavenBuild maven) throws IOException {
        return maven.environment(storeDirectory());
    }

    /** The directory of the large entries, where parameter {@code store} gives one. */
    final Optional<Path> storeDirectory() {
        return path(store);
    }

    static Optional<Path> path(@Nullable File file) {
        return Optional.ofNullable(file).map(File::toPath);
    }
}
