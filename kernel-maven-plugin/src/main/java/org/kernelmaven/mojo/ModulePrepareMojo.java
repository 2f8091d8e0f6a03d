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
 * Unpacks the dev artifact of the kernel that this project depends on, and mirrors the module sources to where make may
 * write.
 *
 * @since 0.1.0
 */
@Mojo(
        name = "module-prepare",
        defaultPhase = LifecyclePhase.GENERATE_SOURCES,
        requiresDependencyResolution = ResolutionScope.TEST,
        threadSafe = true)
public final class ModulePrepareMojo extends AbstractModuleMojo {

    @Inject
    ModulePrepareMojo(MavenProjectHelper projects, RepositorySystem repositories, TransporterProvider transporters) {
        super(new MavenServices(projects, repositories, transporters));
    }

    @Override
    void run(ModuleMatrix modules, MavenBuild maven) throws IOException {
        modules.prepare(maven.reaches("compile"));
    }
}
