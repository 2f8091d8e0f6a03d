package org.kernelmaven.mojo;

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
public final class DriverMojo extends AbstractDriverMojo {

    /**
     * Whether the modules are then loaded on the kernel in a VM, and unloaded. Default: false.
     *
     * <p>Example: <code>-Dkernel.driver.run</code>
     *
     * @since 0.1.0
     */
    @Parameter(property = "kernel.driver.run", defaultValue = "false")
    private boolean driverRun;

    /**
     * The guest's memory in MiB. Default: 512.
     *
     * <p>Example: <code>-Dkernel.test.memory=1024</code>
     *
     * @since 0.1.0
     */
    @Parameter(property = "kernel.test.memory", defaultValue = "512")
    private int memory;

    /**
     * The guest's processors. Default: 1.
     *
     * <p>Example: <code>-Dkernel.test.cpus=2</code>
     *
     * @since 0.1.0
     */
    @Parameter(property = "kernel.test.cpus", defaultValue = "1")
    private int cpus;

    /**
     * Seconds until the guest is given up. Default: 120.
     *
     * <p>Example: <code>-Dkernel.test.timeout=30</code>
     *
     * @since 0.1.0
     */
    @Parameter(property = "kernel.test.timeout", defaultValue = "120")
    private int timeout;

    /**
     * Further words for the kernel's command line. Default: none.
     *
     * <p>Example: <code>-Dkernel.test.append=slub_debug=FZP</code>
     *
     * @since 0.1.0
     */
    @Parameter(property = "kernel.test.append")
    private @Nullable String append;

    @Inject
    DriverMojo(MavenProjectHelper projects, RepositorySystem repositories, TransporterProvider transporters) {
        super(new MavenServices(projects, repositories, transporters));
    }

    @Override
    void run(DriverBuild build) throws IOException {
        if (driverRun) {
            build.run(new TestParameters(
                    false,
                    false,
                    memory,
                    cpus,
                    Duration.ofSeconds(timeout),
                    Optional.ofNullable(append).orElse(""),
                    Map.of()));
        } else {
            build.build();
        }
    }
}
