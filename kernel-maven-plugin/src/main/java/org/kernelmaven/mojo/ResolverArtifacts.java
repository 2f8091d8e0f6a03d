package org.kernelmaven.mojo;

import java.nio.file.Path;
import org.apache.maven.project.MavenProject;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.RepositorySystemSession;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.resolution.ArtifactRequest;
import org.eclipse.aether.resolution.ArtifactResolutionException;
import org.kernelmaven.UserException;
import org.kernelmaven.fetch.ArtifactResolver;
import org.kernelmaven.fetch.Coordinates;

/** Resolves artifacts from the reactor, the local repository and the project's remote repositories. */
final class ResolverArtifacts implements ArtifactResolver {

    private final RepositorySystem repositories;
    private final RepositorySystemSession session;
    private final MavenProject project;

    ResolverArtifacts(RepositorySystem repositories, RepositorySystemSession session, MavenProject project) {
        this.repositories = repositories;
        this.session = session;
        this.project = project;
    }

    @Override
    public Path resolve(Coordinates coordinates) {
        var artifact = new DefaultArtifact(
                coordinates.groupId(),
                coordinates.artifactId(),
                coordinates.classifier().orElse(""),
                coordinates.extension(),
                coordinates.version());
        try {
            return repositories
                    .resolveArtifact(
                            session, new ArtifactRequest(artifact, project.getRemoteProjectRepositories(), null))
                    .getArtifact()
                    .getFile()
                    .toPath();
        } catch (ArtifactResolutionException e) {
            throw new UserException(
                    "Cannot resolve the artifact " + coordinates + ": " + e.getMessage()
                            + " Check its coordinates, and the repositories of this project.",
                    e);
        }
    }
}
