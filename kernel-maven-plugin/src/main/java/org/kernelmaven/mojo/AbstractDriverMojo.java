package org.kernelmaven.mojo;

import static java.util.Objects.requireNonNull;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.jspecify.annotations.Nullable;
import org.kernelmaven.UserException;
import org.kernelmaven.build.driver.DriverBuild;
import org.kernelmaven.build.driver.DriverRequest;
import org.kernelmaven.build.module.Dependency;
import org.kernelmaven.build.module.ModuleRequest;

/** The parameters that describe a driver of the kernel's own tree. */
abstract class AbstractDriverMojo extends AbstractMojo {

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

    /**
     * Further variables for make, each as <code>NAME=value</code>. Default: none.
     *
     * <p>Example: <code>-Dkernel.makeFlags=W=1</code>
     *
     * @since 0.1.0
     */
    @Parameter(property = "kernel.makeFlags")
    private @Nullable List<String> makeFlags;

    /**
     * Further flags for the compiler. Default: none.
     *
     * <p>Example: <code>-Dkernel.compilerFlags=-DDEBUG</code>
     *
     * @since 0.1.0
     */
    @Parameter(property = "kernel.compilerFlags")
    private @Nullable List<String> compilerFlags;

    /**
     * The prefix of the cross compiler's programs. Default: none where the kernel is for this machine's architecture,
     * else the prefix that distributions use for it.
     *
     * <p>Example: <code>-Dkernel.crossCompile=aarch64-linux-gnu-</code>
     *
     * @since 0.1.0
     */
    @Parameter(property = "kernel.crossCompile")
    private @Nullable String crossCompile;

    /**
     * Compiles with LLVM: <code>1</code>, or a version suffix such as <code>-16</code>. Default: as the kernel was
     * built.
     *
     * <p>Example: <code>-Dkernel.llvm=1</code>
     *
     * @since 0.1.0
     */
    @Parameter(property = "kernel.llvm")
    private @Nullable String llvm;

    /**
     * How many jobs make runs at once. Default: the cores of this machine, shared out among the projects that <code>
     * mvn -T</code> builds at the same time.
     *
     * <p>Example: <code>-Dkernel.jobs=4</code>
     *
     * @since 0.1.0
     */
    @Parameter(property = "kernel.jobs")
    private @Nullable Integer jobs;

    /**
     * A program that stands before the compiler: <code>ccache</code>, <code>sccache</code>, <code>distcc</code>, <code>
     * icecc</code>, or <code>ccache distcc</code>. What is built stays the same. Default: none.
     *
     * <p>Example: <code>-Dkernel.compilerLauncher=ccache</code>
     *
     * @since 0.1.0
     */
    @Parameter(property = "kernel.compilerLauncher")
    private @Nullable String compilerLauncher;

    /**
     * The cache of unpacked dev artifacts and kernel trees, safe to delete. Default: <code>
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

    AbstractDriverMojo(MavenServices services) {
        this.services = services;
    }

    /** Does the goal's own work. */
    abstract void run(DriverBuild build) throws IOException;

    @Override
    public final void execute() throws MojoExecutionException, MojoFailureException {
        try {
            var maven = new MavenBuild(
                    services, requireNonNull(session), requireNonNull(project), requireNonNull(execution));
            maven.checkParameters();
            run(new DriverBuild(request(maven), maven.environment(path(store))));
        } catch (UserException e) {
            throw new MojoFailureException(e.getMessage(), e);
        } catch (IOException | UncheckedIOException e) {
            throw new MojoExecutionException(IoMessage.of(e), e);
        }
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
                new ModuleRequest.MakeParameters(
                        Optional.ofNullable(crossCompile),
                        Optional.ofNullable(llvm),
                        Optional.ofNullable(jobs),
                        Optional.ofNullable(compilerLauncher),
                        Optional.ofNullable(makeFlags).orElse(List.of()),
                        Optional.ofNullable(compilerFlags).orElse(List.of()),
                        List.of(),
                        maven.concurrency()));
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

    private static Optional<Path> path(@Nullable File file) {
        return Optional.ofNullable(file).map(File::toPath);
    }
}
