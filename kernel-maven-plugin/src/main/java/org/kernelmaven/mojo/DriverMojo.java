package org.kernelmaven.mojo;

import java.io.IOException;
import java.util.Map;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.apache.maven.project.MavenProjectHelper;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.spi.connector.transport.TransporterProvider;
import org.kernelmaven.build.driver.DriverBuild;
import org.kernelmaven.build.module.TestParameters;

/**
 * Makes an editable copy of a directory of the kernel's own tree, with what it reads elsewhere in the tree, and
 * compiles it against the kernel's dev artifact. A copy that is there already is compiled as it is edited.
 *
 * @since 0.1.0
 */
@Mojo(
        name = "driver",
        requiresProject = false,
        requiresDependencyResolution = ResolutionScope.COMPILE_PLUS_RUNTIME,
        threadSafe = true)
public final class DriverMojo extends AbstractDriverGuestMojo {

    /**
     * Whether the modules are then loaded on the kernel in a VM, and unloaded. Default: false.
     *
     * <p>Example: <code>-Dkernel.driver.run</code>
     *
     * @since 0.1.0
     */
    @Parameter(property = "kernel.driver.run", defaultValue = "false")
    private boolean driverRun;

    @Inject
    DriverMojo(MavenProjectHelper projects, RepositorySystem repositories, TransporterProvider transporters) {
        super(new MavenServices(projects, repositories, transporters));
    }

    @Override
    void run(DriverBuild build) throws IOException {
        if (driverRun) {
            build.run(new TestParameters(guest(), Map.of()));
        } else {
            build.build();
        }
    }
}
