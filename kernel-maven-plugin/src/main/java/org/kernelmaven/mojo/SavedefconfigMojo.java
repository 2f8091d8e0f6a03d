package org.kernelmaven.mojo;

import static java.util.Objects.requireNonNull;

import java.io.File;
import java.io.IOException;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProjectHelper;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.spi.connector.transport.TransporterProvider;
import org.jspecify.annotations.Nullable;
import org.kernelmaven.build.KernelBuild;

/**
 * Writes the resolved configuration as a minimal defconfig: only what differs from the tree's defaults.
 *
 * @since 0.1.0
 */
@Mojo(name = "savedefconfig", threadSafe = true)
public final class SavedefconfigMojo extends AbstractKernelMojo {

    /**
     * The file to write. Default: <code>defconfig</code> beside the POM.
     *
     * <p>Example: <code>-Dkernel.defconfig=src/main/kernel/router_defconfig</code>
     *
     * @since 0.1.0
     */
    @Parameter(property = "kernel.defconfig", defaultValue = "${project.basedir}/defconfig")
    private @Nullable File defconfig;

    @Inject
    SavedefconfigMojo(MavenProjectHelper projects, RepositorySystem repositories, TransporterProvider transporters) {
        super(new MavenServices(projects, repositories, transporters));
    }

    @Override
    void run(KernelBuild build, MavenBuild maven) throws IOException {
        build.saveDefconfig(requireNonNull(defconfig).toPath());
    }
}
