package org.kernelmaven.mojo;

import java.io.File;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.apache.maven.project.MavenProjectHelper;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.spi.connector.transport.TransporterProvider;
import org.jspecify.annotations.Nullable;
import org.kernelmaven.build.dev.DevParameters;
import org.kernelmaven.build.dev.DevProject;
import org.kernelmaven.build.dev.DevRun;
import org.kernelmaven.build.driver.DriverBuild;
import org.kernelmaven.build.module.TestParameters;

/**
 * Keeps a guest running while a driver is edited that <code>kernel:driver</code> copied, or copies now: a saved file is
 * compiled, and what changed is unloaded and loaded again, as <code>kernel:dev</code> does with a module project.
 *
 * @since 0.1.0
 */
@Mojo(
        name = "driver-dev",
        requiresProject = false,
        requiresDependencyResolution = ResolutionScope.COMPILE_PLUS_RUNTIME,
        threadSafe = true)
public final class DriverDevMojo extends AbstractDriverGuestMojo {

    /**
     * Seconds that loading or unloading one module may take, its tests with it, until the guest counts as hanging and
     * is restarted. Default: 20.
     *
     * <p>Example: <code>-Dkernel.dev.patience=60</code>
     *
     * @since 0.1.0
     */
    @Parameter(property = "kernel.dev.patience", defaultValue = "20")
    private int patience;

    /**
     * A statically linked program for the guest's architecture that becomes its shell. Default: <code>busybox</code> on
     * the PATH, where that is one.
     *
     * <p>Example: <code>-Dkernel.dev.shell=/usr/aarch64/bin/busybox</code>
     *
     * @since 0.1.0
     */
    @Parameter(property = "kernel.dev.shell")
    private @Nullable File shell;

    @Inject
    DriverDevMojo(MavenProjectHelper projects, RepositorySystem repositories, TransporterProvider transporters) {
        super(new MavenServices(projects, repositories, transporters));
    }

    @Override
    void run(DriverBuild build) throws IOException {
        new DevRun(DevProject.of(build))
                .run(new DevParameters(
                        new TestParameters(guest(), Map.of()),
                        Duration.ofSeconds(patience),
                        Optional.ofNullable(shell).map(File::toPath)));
    }
}
