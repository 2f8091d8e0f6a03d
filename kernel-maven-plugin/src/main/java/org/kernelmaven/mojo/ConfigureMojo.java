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
 * Resolves the configuration and checks that every option came out as asked.
 *
 * @since 0.1.0
 */
@Mojo(name = "configure", defaultPhase = LifecyclePhase.PROCESS_RESOURCES, threadSafe = true)
public final class ConfigureMojo extends AbstractKernelMojo {

    @Inject
    ConfigureMojo(MavenProjectHelper projects, RepositorySystem repositories, TransporterProvider transporters) {
        super(new MavenServices(projects, repositories, transporters));
    }

    @Override
    void run(KernelBuild build, MavenBuild maven) throws IOException {
        build.configure();
    }
}
