package org.kernelmaven.mojo;

import java.io.File;
import java.io.IOException;
import java.util.Optional;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.apache.maven.project.MavenProjectHelper;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.spi.connector.transport.TransporterProvider;
import org.jspecify.annotations.Nullable;
import org.kernelmaven.build.driver.DriverBuild;

/**
 * Writes what was edited in the copy of a driver as a patch, ready for the <code>&lt;patches&gt;</code> of the kernel's
 * project.
 *
 * @since 0.1.0
 */
@Mojo(
        name = "driver-patch",
        requiresProject = false,
        requiresDependencyResolution = ResolutionScope.COMPILE_PLUS_RUNTIME,
        threadSafe = true)
public final class DriverPatchMojo extends AbstractDriverMojo {

    /**
     * The patch to write. Default: <code>target/kernel-driver/NAME.patch</code>, named after the driver's directory.
     *
     * <p>Example: <code>-Dkernel.driver.patch=../acme-kernel/src/main/patches/mellanox.patch</code>
     *
     * @since 0.1.0
     */
    @Parameter(property = "kernel.driver.patch")
    private @Nullable File driverPatch;

    @Inject
    DriverPatchMojo(MavenProjectHelper projects, RepositorySystem repositories, TransporterProvider transporters) {
        super(new MavenServices(projects, repositories, transporters));
    }

    @Override
    void run(DriverBuild build) throws IOException {
        build.patch(Optional.ofNullable(driverPatch).map(File::toPath));
    }
}
