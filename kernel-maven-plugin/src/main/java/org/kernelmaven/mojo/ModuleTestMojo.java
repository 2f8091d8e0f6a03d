package org.kernelmaven.mojo;

import java.io.IOException;
import java.util.Optional;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.apache.maven.project.MavenProjectHelper;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.spi.connector.transport.TransporterProvider;
import org.jspecify.annotations.Nullable;
import org.kernelmaven.build.kunit.TestRules;
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
public final class ModuleTestMojo extends AbstractModuleGuestMojo {

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
     * Which KUnit tests are wanted, as Surefire has it: <code>suite</code>, <code>suite#case</code> or <code>
     * suite#case+case</code>, several separated by commas, with <code>*</code> and <code>?</code> in the names, and
     * <code>!</code> before what is to be left out. Only the test modules are loaded that have such a suite. Default:
     * all.
     *
     * <p>Example: <code>-Dtest=widget#gr*</code>
     *
     * @since 0.1.0
     */
    @Parameter(property = "test")
    private @Nullable String test;

    /**
     * Whether the build fails where <code>test</code> selects none of the project's tests. Default: true.
     *
     * <p>Example: <code>-Dsurefire.failIfNoSpecifiedTests=false</code>
     *
     * @since 0.1.0
     */
    @Parameter(property = "surefire.failIfNoSpecifiedTests", defaultValue = "true")
    private boolean failIfNoSpecifiedTests;

    /**
     * Whether the build fails where no test was run, for whatever reason. Default: false.
     *
     * <p>Example: <code>-DfailIfNoTests</code>
     *
     * @since 0.1.0
     */
    @Parameter(property = "failIfNoTests", defaultValue = "false")
    private boolean failIfNoTests;

    /**
     * How often a test that failed is run again, in a new guest, until it passes: then it is a flake, which fails no
     * build. An oops, or a guest that hangs, fails at once. Default: 0.
     *
     * <p>Example: <code>-Dsurefire.rerunFailingTestsCount=2</code>
     *
     * @since 0.1.0
     */
    @Parameter(property = "surefire.rerunFailingTestsCount", defaultValue = "0")
    private int rerunFailingTestsCount;

    @Inject
    ModuleTestMojo(MavenProjectHelper projects, RepositorySystem repositories, TransporterProvider transporters) {
        super(new MavenServices(projects, repositories, transporters));
    }

    @Override
    void run(ModuleMatrix modules, MavenBuild maven) throws IOException {
        modules.test(new TestParameters(
                guest(maven),
                moduleParameters(),
                TestRules.of(
                        skip || skipTests,
                        testFailureIgnore,
                        Optional.ofNullable(test),
                        failIfNoSpecifiedTests,
                        failIfNoTests,
                        rerunFailingTestsCount)));
    }
}
