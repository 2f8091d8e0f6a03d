package org.kernelmaven.mojo;

import javax.inject.Inject;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.project.MavenProjectHelper;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.spi.connector.transport.TransporterProvider;

/**
 * Opens the kernel's own editor (a GTK window) on the resolved configuration, and writes back only what you changed, as
 * a fragment.
 *
 * @since 0.1.0
 */
@Mojo(name = "gconfig", threadSafe = true)
public final class GconfigMojo extends AbstractEditorMojo {

    @Inject
    GconfigMojo(MavenProjectHelper projects, RepositorySystem repositories, TransporterProvider transporters) {
        super(new MavenServices(projects, repositories, transporters), "gconfig");
    }
}
