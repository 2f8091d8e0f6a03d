package org.kernelmaven.mojo;

import java.nio.file.Path;
import java.util.Optional;
import org.apache.maven.project.MavenProject;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.RepositorySystemSession;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.resolution.ArtifactRequest;
import org.eclipse.aether.resolution.ArtifactResolutionException;
import org.eclipse.aether.resolution.VersionRangeRequest;
import org.eclipse.aether.resolution.VersionRangeResolutionException;
import org.eclipse.aether.version.Version;
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
    public String newest(Coordinates coordinates) {
        try {
            var range = repositories.resolveVersionRange(
                    session,
                    new VersionRangeRequest(artifact(coordinates), project.getRemoteProjectRepositories(), null));
            var newest = Optional.ofNullable(range.getHighestVersion())
                    .map(Version::toString)
                    .orElseThrow(() -> new UserException("No version of " + coordinates.groupId() + ":"
                            + coordinates.artifactId() + " is in the range " + coordinates.version()
                            + ". Check the range, and the repositories of this project."));
            var artifact = artifact(coordinates).setVersion(newest);
            // A SNAPSHOT's timestamp is known of the file.
            return artifact.isSnapshot() ? resolve(artifact).getVersion() : newest;
        } catch (VersionRangeResolutionException e) {
            throw new UserException(
                    "Cannot resolve the version " + coordinates.version() + ": " + e.getMessage()
                            + " Write one such as 6.12.1, or a range such as [6.12,6.13).",
                    e);
        }
    }

    @Override
    public Path resolve(Coordinates coordinates) {
        return resolve(artifact(coordinates)).getFile().toPath();
    }

    private Artifact resolve(Artifact artifact) {
        try {
            return repositories
                    .resolveArtifact(
                            session, new ArtifactRequest(artifact, project.getRemoteProjectRepositories(), null))
                    .getArtifact();
        } catch (ArtifactResolutionException e) {
            throw new UserException(
                    "Cannot resolve the artifact " + artifact + ": " + e.getMessage()
                            + " Check its coordinates, and the repositories of this project.",
                    e);
        }
    }

    private static Artifact artifact(Coordinates coordinates) {
        return new DefaultArtifact(
                coordinates.groupId(),
                coordinates.artifactId(),
                coordinates.classifier().orElse(""),
                coordinates.extension(),
                coordinates.version());
    }
}
