package org.kernelmaven.mojo;

import static java.util.Objects.requireNonNull;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import javax.inject.Inject;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.apache.maven.project.MavenProjectHelper;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.spi.connector.transport.TransporterProvider;
import org.jspecify.annotations.Nullable;
import org.kernelmaven.UserException;
import org.kernelmaven.store.Pruning;
import org.kernelmaven.store.StoreKeeper;

/**
 * Lists what is in the store: the size of each entry, when it was used last, and by which project. It also verifies,
 * repairs and prunes the store. It needs no project.
 *
 * <p>Makers and readers may be at work meanwhile. What a running Maven uses is never removed; what is removed is made
 * again by the next build that needs it.
 *
 * @since 0.1.0
 */
@Mojo(name = "store", requiresProject = false, aggregator = true, threadSafe = true)
public final class StoreMojo extends AbstractMojo {

    /**
     * The cache of kernel trees: 1.5 GB a tree, safe to delete. Default: <code>$XDG_CACHE_HOME/kernel-maven-plugin
     * </code> or <code>~/.cache/kernel-maven-plugin</code>.
     *
     * <p>Example: <code>-Dkernel.store=/var/cache/kernels</code>
     *
     * @since 0.1.0
     */
    @Parameter(property = "kernel.store")
    private @Nullable File store;

    /**
     * Whether every download, tree and unpacked artifact is compared, to the last byte, with what was noted when it was
     * made; each file that is wrong is named, and the goal fails. Default: false.
     *
     * <p>Example: <code>-Dkernel.store.verify</code>
     *
     * @since 0.1.0
     */
    @Parameter(property = "kernel.store.verify", defaultValue = "false")
    private boolean verify;

    /**
     * Whether what <code>verify</code> finds damaged is removed, and what killed Mavens left. Default: false.
     *
     * <p>Example: <code>-Dkernel.store.repair</code>
     *
     * @since 0.1.0
     */
    @Parameter(property = "kernel.store.repair", defaultValue = "false")
    private boolean repair;

    /**
     * How long an entry must not have been used to be removed: hours <code>h</code>, days <code>d</code> or weeks
     * <code>w</code>. Default: age is no reason.
     *
     * <p>Example: <code>-Dkernel.store.prune=30d</code>
     *
     * @since 0.1.0
     */
    @Parameter(property = "kernel.store.prune")
    private @Nullable String prune;

    /**
     * How large the entries may be together: a number with <code>K</code>, <code>M</code>, <code>G</code> or <code>T
     * </code>. The longest unused ones are removed until the rest is no larger. Default: size is no reason.
     *
     * <p>Example: <code>-Dkernel.store.maxSize=20G</code>
     *
     * @since 0.1.0
     */
    @Parameter(property = "kernel.store.maxSize")
    private @Nullable String maxSize;

    @Parameter(defaultValue = "${session}", readonly = true, required = true)
    private @Nullable MavenSession session;

    @Parameter(defaultValue = "${project}", readonly = true, required = true)
    private @Nullable MavenProject project;

    @Parameter(defaultValue = "${mojoExecution}", readonly = true, required = true)
    private @Nullable MojoExecution execution;

    private final MavenServices services;

    @Inject
    StoreMojo(MavenProjectHelper projects, RepositorySystem repositories, TransporterProvider transporters) {
        this.services = new MavenServices(projects, repositories, transporters);
    }

    @Override
    public void execute() throws MojoExecutionException, MojoFailureException {
        try {
            var maven = new MavenBuild(
                    services, requireNonNull(session), requireNonNull(project), requireNonNull(execution));
            maven.checkParameters();
            new StoreKeeper(maven.store(Optional.ofNullable(store).map(File::toPath)))
                    .keep(verify, repair, Pruning.parse(Optional.ofNullable(prune), Optional.ofNullable(maxSize)));
        } catch (UserException e) {
            throw new MojoFailureException(e.getMessage(), e);
        } catch (IOException | UncheckedIOException e) {
            throw new MojoExecutionException(IoMessage.of(e), e);
        }
    }
}
