package org.kernelmaven.mojo;

import java.io.IOException;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.project.MavenProjectHelper;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.spi.connector.transport.TransporterProvider;
import org.kernelmaven.build.KernelBuild;

/**
 * Does all of it in one goal, in any project
 *
 * @since 0.1.0
 */
@Mojo(name = "build", threadSafe = true)
public final class BuildMojo extends AbstractKernelMojo {

    @Inject
    BuildMojo(MavenProjectHelper projects, RepositorySystem repositories, TransporterProvider transporters) {
        super(new MavenServices(projects, repositories, transporters));
    }

    @Override
    void run(KernelBuild build, MavenBuild maven) throws IOException {
        maven.attach(build.pack());
    }
}
