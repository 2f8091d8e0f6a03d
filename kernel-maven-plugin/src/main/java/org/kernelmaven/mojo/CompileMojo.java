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
 * Compiles the kernel and its modules, and gives the other projects of the reactor what it made, as directories.
 *
 * @since 0.1.0
 */
@Mojo(name = "compile", defaultPhase = LifecyclePhase.COMPILE, threadSafe = true)
public final class CompileMojo extends AbstractKernelMojo {

    @Inject
    CompileMojo(MavenProjectHelper projects, RepositorySystem repositories, TransporterProvider transporters) {
        super(new MavenServices(projects, repositories, transporters));
    }

    @Override
    void run(KernelBuild build, MavenBuild maven) throws IOException {
        // Maven's core resolves attached artifacts before a goal of the dependent project runs: at this
        // phase a directory stands in for the archive that package will make.
        if (maven.hasOtherProjects()) {
            maven.attach(build.stage());
        } else {
            build.compile().ifPresent(tree -> maven.attach("kernel-dev", "dev", tree));
        }
    }
}
