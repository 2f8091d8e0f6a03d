package org.kernelmaven.mojo;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProjectHelper;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.spi.connector.transport.TransporterProvider;
import org.jspecify.annotations.Nullable;
import org.kernelmaven.build.GuestParameters;
import org.kernelmaven.build.KernelBuild;
import org.kernelmaven.build.kunit.TestRules;

/**
 * Boots the built kernel in QEMU, or as the program that a user-mode Linux kernel is, and reports what the KUnit suites
 * that are built into it say. Fails where a test fails, on an oops, or when the time is up. A kernel without <code>
 * KUNIT=y</code> is not booted; where the kernel or this machine lacks something for it, a warning says so and nothing
 * is tested.
 *
 * @since 0.1.0
 */
@Mojo(name = "test", defaultPhase = LifecyclePhase.TEST, threadSafe = true)
public final class TestMojo extends AbstractKernelMojo {

    /**
     * Whether no test is run. Default: false.
     *
     * <p>Example: <code>-DskipTests</code>
     *
     * @since 0.1.0
     */
    @Parameter(property = "skipTests", defaultValue = "false")
    private boolean skipTests;

    /**
     * The same, as other plugins have it. Default: false.
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
     * <code>!</code> before what is to be left out. Default: all.
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
    TestMojo(MavenProjectHelper projects, RepositorySystem repositories, TransporterProvider transporters) {
        super(new MavenServices(projects, repositories, transporters));
    }

    @Override
    void run(KernelBuild build, MavenBuild maven) throws IOException {
        build.test(
                new GuestParameters(
                        memory,
                        cpus,
                        Duration.ofSeconds(timeout),
                        Optional.ofNullable(append).orElse("")),
                TestRules.of(
                        skip || skipTests,
                        testFailureIgnore,
                        Optional.ofNullable(test),
                        failIfNoSpecifiedTests,
                        failIfNoTests,
                        rerunFailingTestsCount));
    }
}
