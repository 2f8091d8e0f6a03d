package org.kernelmaven.mojo;

import java.io.File;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
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
public final class DevMojo extends AbstractModuleMojo {

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
     * Seconds that the guest may take to boot. Default: 120.
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

    /**
     * What modules are loaded with, by their names. Default: nothing.
     *
     * <p>Example: <code>
     * &lt;moduleParameters&gt;&lt;widget&gt;debug=1 name=x&lt;/widget&gt;&lt;/moduleParameters&gt;</code>
     *
     * @since 0.1.0
     */
    @Parameter
    private @Nullable Map<String, @Nullable String> moduleParameters;

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
                        new TestParameters(
                                false,
                                false,
                                memory,
                                cpus,
                                Duration.ofSeconds(timeout),
                                Optional.ofNullable(append).orElse(""),
                                given()),
                        Duration.ofSeconds(patience),
                        Optional.ofNullable(shell).map(File::toPath)));
    }

    /** Maven gives null for an empty element. */
    private Map<String, String> given() {
        var given = new TreeMap<String, String>();
        Optional.ofNullable(moduleParameters)
                .orElse(Map.of())
                .forEach((name, value) ->
                        given.put(name, Optional.ofNullable(value).orElse("")));
        return given;
    }
}
