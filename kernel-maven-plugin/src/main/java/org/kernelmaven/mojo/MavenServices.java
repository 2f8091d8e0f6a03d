package org.kernelmaven.mojo;

import org.apache.maven.project.MavenProjectHelper;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.spi.connector.transport.TransporterProvider;

/**
 * Maven's own components that the goals use.
 *
 * @param projects attaches artifacts
 * @param repositories resolves artifacts
 * @param transporters moves bytes, with the proxies and credentials of the settings
 */
record MavenServices(MavenProjectHelper projects, RepositorySystem repositories, TransporterProvider transporters) {}
