package org.kernelmaven.mojo;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProjectHelper;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.spi.connector.transport.TransporterProvider;
import org.jspecify.annotations.Nullable;
import org.kernelmaven.UserException;
import org.kernelmaven.build.KernelBuild;

/**
 * Compares two configurations: which options changed, are new or gone, and why, where the second is this project's.
 *
 * @since 0.1.0
 */
@Mojo(name = "config-diff", threadSafe = true)
public final class ConfigDiffMojo extends AbstractKernelMojo {

    /**
     * The first: the path of a <code>.config</code> file or of a layer, <code>.toml</code>; a published kernel as
     * <code>groupId:artifactId:version</code>; or <code>resolved</code> for the configuration of this project. Of a
     * layer counts what holds for this project's kernel, and of the other side the same options. No default: it is
     * needed.
     *
     * <p>Example: <code>-Dfrom=com.acme:acme-kernel:6.1.192-acme1</code>
     *
     * @since 0.1.0
     */
    @Parameter(property = "from")
    private @Nullable String from;

    /**
     * The second, likewise. Default: <code>resolved</code>.
     *
     * <p>Example: <code>-Dto=/boot/config-6.1.0-9-amd64</code>
     *
     * @since 0.1.0
     */
    @Parameter(property = "to", defaultValue = "resolved")
    private @Nullable String to;

    /**
     * Whether Kconfig's <code>$(shell,…)</code> may run commands of the tree and ask the compiler; with <code>false
     * </code> each is answered with <code>n</code>, and what depends on tools may be told wrong. Default: true.
     *
     * <p>Example: <code>-Dkernel.probes=false</code>
     *
     * @since 0.1.0
     */
    @Parameter(property = "kernel.probes", defaultValue = "true")
    private boolean probes;

    @Inject
    ConfigDiffMojo(MavenProjectHelper projects, RepositorySystem repositories, TransporterProvider transporters) {
        super(new MavenServices(projects, repositories, transporters));
    }

    @Override
    void run(KernelBuild build, MavenBuild maven) throws IOException {
        if (from == null) {
            throw new UserException(
                    "parameter <from>: nothing to compare with. Write -Dfrom= with the path of a .config"
                            + " or .toml file or groupId:artifactId:version of a kernel.");
        }
        build.configDiff(from, requireNonNull(to), probes);
    }
}
