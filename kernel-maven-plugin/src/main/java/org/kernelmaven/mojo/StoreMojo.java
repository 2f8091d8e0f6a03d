package org.kernelmaven.mojo;

import java.io.IOException;
import java.util.Optional;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProjectHelper;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.spi.connector.transport.TransporterProvider;
import org.jspecify.annotations.Nullable;
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
public final class StoreMojo extends AbstractGoalMojo {

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

    @Inject
    StoreMojo(MavenProjectHelper projects, RepositorySystem repositories, TransporterProvider transporters) {
        super(new MavenServices(projects, repositories, transporters));
    }

    @Override
    void run(MavenBuild maven) throws IOException {
        new StoreKeeper(maven.store(storeDirectory()))
                .keep(verify, repair, Pruning.parse(Optional.ofNullable(prune), Optional.ofNullable(maxSize)));
    }
}
