package org.kernelmaven.mojo;

import java.io.File;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;
import org.kernelmaven.UserException;
import org.kernelmaven.build.driver.DriverBuild;
import org.kernelmaven.build.driver.DriverRequest;
import org.kernelmaven.build.module.Dependency;

/** The parameters that describe a driver of the kernel's own tree. */
abstract class AbstractDriverMojo extends AbstractMakeMojo {

    /**
     * The driver's directory in the kernel's tree. Default: the one that was copied.
     *
     * <p>Example: <code>-Dkernel.driver=drivers/net/ethernet/mellanox</code>
     *
     * @since 0.1.0
     */
    @Parameter(property = "kernel.driver")
    private @Nullable String driver;

    /**
     * The kernel, as <code>groupId:artifactId:version</code>; its recipe says where its source is, its dev artifact is
     * what the driver is built against. Default: the project's one dependency of type <code>kernel-dev</code>.
     *
     * <p>Example: <code>-Dkernel.dev=com.acme:acme-kernel:6.1.192-acme1</code>
     *
     * @since 0.1.0
     */
    @Parameter(property = "kernel.dev")
    private @Nullable String dev;

    /**
     * Where the driver is copied to and edited; its files have their tree's paths in it. Default: <code>src/driver
     * </code>.
     *
     * <p>Example: <code>-Dkernel.driver.directory=mellanox</code>
     *
     * @since 0.1.0
     */
    @Parameter(property = "kernel.driver.directory")
    private @Nullable File driverDirectory;

    /**
     * Further files and directories of the kernel's tree to copy, besides the driver's own and what these read.
     * Default: none.
     *
     * <p>Example: <code>-Dkernel.driver.extra=include/linux/mlx5</code>
     *
     * @since 0.1.0
     */
    @Parameter(property = "kernel.driver.extra")
    private @Nullable List<String> driverExtra;

    /**
     * The kernel's source in place of the one in its recipe, as <code>KIND:VALUE</code>: a kind of source and its value
     * as in a kernel's <code>&lt;source&gt;</code>. For kernels that have no recipe, or that were built from a folder
     * of another machine. Default: the recipe's.
     *
     * <p>Example: <code>-Dkernel.driver.source=debian:linux-source-6.1</code>
     *
     * @since 0.1.0
     */
    @Parameter(property = "kernel.driver.source")
    private @Nullable String driverSource;

    AbstractDriverMojo(MavenServices services) {
        super(services);
    }

    /** Does the goal's own work. */
    abstract void run(DriverBuild build) throws IOException;

    @Override
    final void run(MavenBuild maven) throws IOException {
        run(new DriverBuild(request(maven), environment(maven)));
    }

    private DriverRequest request(MavenBuild maven) {
        var info = maven.projectInfo();
        return new DriverRequest(
                info,
                kernel(maven.directDependencies("kernel-dev")),
                Optional.ofNullable(driver),
                path(driverDirectory).orElseGet(() -> info.baseDirectory().resolve("src/driver")),
                Optional.ofNullable(driverExtra).orElse(List.of()),
                Optional.ofNullable(driverSource),
                makeParameters(List.of(), maven));
    }

    private Optional<DriverRequest.Kernel> kernel(List<Dependency> dependencies) {
        if (dev != null) {
            return Optional.of(new DriverRequest.Kernel(dev, Optional.empty()));
        }
        if (dependencies.size() > 1) {
            throw new UserException("This project depends on " + dependencies.size() + " kernels: "
                    + dependencies.stream().map(Dependency::toString).sorted().collect(Collectors.joining(", "))
                    + ". Name one of them with -Dkernel.dev=groupId:artifactId:version.");
        }
        return dependencies.stream()
                .findFirst()
                .map(dependency -> new DriverRequest.Kernel(dependency.toString(), Optional.of(dependency.file())));
    }
}
