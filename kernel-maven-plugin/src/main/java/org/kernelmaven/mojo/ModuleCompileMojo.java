package org.kernelmaven.mojo;

import java.io.IOException;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.apache.maven.project.MavenProjectHelper;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.spi.connector.transport.TransporterProvider;
import org.kernelmaven.build.module.ModuleMatrix;

/**
 * Compiles the modules, checks that the kernel would load them, and gives the other projects of the reactor what they
 * need of them.
 *
 * @since 0.1.0
 */
@Mojo(
        name = "module-compile",
        defaultPhase = LifecyclePhase.COMPILE,
        requiresDependencyResolution = ResolutionScope.TEST,
        threadSafe = true)
public final class ModuleCompileMojo extends AbstractModuleMojo {

    @Inject
    ModuleCompileMojo(MavenProjectHelper projects, RepositorySystem repositories, TransporterProvider transporters) {
        super(new MavenServices(projects, repositories, transporters));
    }

    @Override
    void run(ModuleMatrix modules, MavenBuild maven) throws IOException {
        attach(modules.compile(maven.reaches("test")), maven);
    }
}
