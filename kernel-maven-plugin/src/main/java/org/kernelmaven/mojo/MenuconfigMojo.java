package org.kernelmaven.mojo;

import javax.inject.Inject;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.project.MavenProjectHelper;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.spi.connector.transport.TransporterProvider;

/**
 * Opens the kernel's own editor (menus on the terminal) on the resolved configuration, and writes back only what you
 * changed, as a fragment.
 *
 * @since 0.1.0
 */
@Mojo(name = "menuconfig", threadSafe = true)
public final class MenuconfigMojo extends AbstractEditorMojo {

    @Inject
    MenuconfigMojo(MavenProjectHelper projects, RepositorySystem repositories, TransporterProvider transporters) {
        super(new MavenServices(projects, repositories, transporters), "menuconfig");
    }
}
