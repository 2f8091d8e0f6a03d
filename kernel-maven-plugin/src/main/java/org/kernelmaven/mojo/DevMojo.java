package org.kernelmaven.mojo;

import java.io.File;
import java.io.IOException;
import java.time.Duration;
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
import org.kernelmaven.build.module.ModuleMatrix;
import org.kernelmaven.build.module.TestParameters;

/**
 * Keeps a guest running while the modules are edited: a saved file is compiled, what changed is unloaded and loaded
 * again with what uses it, its tests run, and what the kernel says is shown. What does not compile leaves the guest as
 * it is; a guest that panics, hangs, or keeps a module is replaced by a new one. On a terminal keys rerun the tests,
 * restart the guest, open a shell in it, show the kernel's messages, and quit; elsewhere lines of standard input do,
 * and its end quits.
 *
 * @since 0.1.0
 */
@Mojo(name = "dev", requiresDependencyResolution = ResolutionScope.TEST, threadSafe = true)
public final class DevMojo extends AbstractModuleGuestMojo {

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
    DevMojo(MavenProjectHelper projects, RepositorySystem repositories, TransporterProvider transporters) {
        super(new MavenServices(projects, repositories, transporters));
    }

    @Override
    void run(ModuleMatrix modules, MavenBuild maven) throws IOException {
        new DevRun(DevProject.of(modules.only("dev")))
                .run(new DevParameters(
                        new TestParameters(guest(maven), moduleParameters()),
                        Duration.ofSeconds(patience),
                        Optional.ofNullable(shell).map(File::toPath)));
    }
}
