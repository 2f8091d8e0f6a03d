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
 * Packs sources, binaries and symbol versions into the artifacts that go into a Maven repository.
 *
 * @since 0.1.0
 */
@Mojo(
        name = "module-package",
        defaultPhase = LifecyclePhase.PACKAGE,
        requiresDependencyResolution = ResolutionScope.TEST,
        threadSafe = true)
public final class ModulePackageMojo extends AbstractModuleMojo {

    @Inject
    ModulePackageMojo(MavenProjectHelper projects, RepositorySystem repositories, TransporterProvider transporters) {
        super(new MavenServices(projects, repositories, transporters));
    }

    @Override
    void run(ModuleMatrix modules, MavenBuild maven) throws IOException {
        attach(modules.pack(), maven);
    }
}
