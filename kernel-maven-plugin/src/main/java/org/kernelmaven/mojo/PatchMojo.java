package org.kernelmaven.mojo;

import java.io.IOException;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.project.MavenProjectHelper;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.spi.connector.transport.TransporterProvider;
import org.kernelmaven.build.KernelBuild;

/**
 * Links the kernel's tree into the project and applies the patch series to it.
 *
 * @since 0.1.0
 */
@Mojo(name = "patch", defaultPhase = LifecyclePhase.PROCESS_SOURCES, threadSafe = true)
public final class PatchMojo extends AbstractKernelMojo {

    @Inject
    PatchMojo(MavenProjectHelper projects, RepositorySystem repositories, TransporterProvider transporters) {
        super(new MavenServices(projects, repositories, transporters));
    }

    @Override
    void run(KernelBuild build, MavenBuild maven) throws IOException {
        build.patch();
    }
}
