package org.kernelmaven.build.module;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.kernelmaven.UserException;
import org.kernelmaven.artifact.UnpackedKernel;
import org.kernelmaven.build.Environment;
import org.kernelmaven.fetch.Coordinates;
import org.kernelmaven.kconfig.DotConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the image and the modules of the kernel that a dev artifact belongs to: its project's other artifacts, of the
 * version that was resolved, so that a SNAPSHOT's are of one build.
 */
public final class TestKernelStep {

    private static final Logger LOG = LoggerFactory.getLogger(TestKernelStep.class);

    private final Environment environment;

    /** @param environment what there is to find them with */
    public TestKernelStep(Environment environment) {
        this.environment = environment;
    }

    /** Finds them; what nobody deployed is empty. */
    public TestKernel run(ModuleKernel kernel) throws IOException {
        var files = UnpackedKernel.of(
                kernel.release(),
                find(kernel.dependency(), Optional.empty()),
                find(kernel.dependency(), Optional.of("modules")),
                environment.store());
        return new TestKernel(
                kernel.arch(),
                kernel.release(),
                DotConfig.read(kernel.dev().directory().resolve(".config")),
                files.image(),
                files.modules());
    }

    /** An artifact that nobody deployed makes a test impossible, not a build. */
    private Optional<Path> find(Dependency kernel, Optional<String> classifier) throws IOException {
        try {
            return Optional.of(environment
                    .artifacts()
                    .resolve(new Coordinates(
                            kernel.groupId(), kernel.artifactId(), kernel.version(), classifier, "tar.zst")));
        } catch (UserException e) {
            LOG.debug("No {} artifact of {}", classifier.orElse("main"), kernel, e);
            return Optional.empty();
        }
    }
}
