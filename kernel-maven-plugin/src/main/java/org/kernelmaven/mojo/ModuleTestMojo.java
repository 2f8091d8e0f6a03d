package org.kernelmaven.mojo;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.apache.maven.project.MavenProjectHelper;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.spi.connector.transport.TransporterProvider;
import org.jspecify.annotations.Nullable;
import org.kernelmaven.build.module.ModuleMatrix;
import org.kernelmaven.build.module.TestParameters;

/**
 * Boots the kernel that the modules were built for, in QEMU, loads them with all they depend on, and unloads them in
 * reverse order. Fails where one cannot be loaded or unloaded, on an oops, a warning with a stack trace, a leak that
 * kmemleak reports, or a KUnit test that fails. Where the kernel or this machine lacks something for it, a warning says
 * so and nothing is tested.
 *
 * @since 0.1.0
 */
@Mojo(
        name = "module-test",
        defaultPhase = LifecyclePhase.TEST,
        requiresDependencyResolution = ResolutionScope.TEST,
        threadSafe = true)
public final class ModuleTestMojo extends AbstractModuleMojo {

    /**
     * Whether the modules are not loaded. Default: false.
     *
     * <p>Example: <code>-DskipTests</code>
     *
     * @since 0.1.0
     */
    @Parameter(property = "skipTests", defaultValue = "false")
    private boolean skipTests;

    /**
     * Whether tests are neither compiled nor run. Default: false.
     *
     * <p>Example: <code>-Dmaven.test.skip</code>
     *
     * @since 0.1.0
     */
    @Parameter(property = "maven.test.skip", defaultValue = "false")
    private boolean skip;

    /**
     * Whether the build goes on after a failed test, or anything else that would fail it here. Default: false.
     *
     * <p>Example: <code>-Dmaven.test.failure.ignore</code>
     *
     * @since 0.1.0
     */
    @Parameter(property = "maven.test.failure.ignore", defaultValue = "false")
    private boolean testFailureIgnore;

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

    @Inject
    ModuleTestMojo(MavenProjectHelper projects, RepositorySystem repositories, TransporterProvider transporters) {
        super(new MavenServices(projects, repositories, transporters));
    }

    @Override
    void run(ModuleMatrix modules, MavenBuild maven) throws IOException {
        modules.test(new TestParameters(
                skip || skipTests,
                testFailureIgnore,
                memory,
                cpus,
                Duration.ofSeconds(timeout),
                Optional.ofNullable(append).orElse(""),
                given()));
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
