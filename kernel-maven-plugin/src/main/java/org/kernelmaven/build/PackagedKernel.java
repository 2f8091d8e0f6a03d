package org.kernelmaven.build;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The artifacts of a kernel, packed; before that some of them as directories with the same content.
 *
 * @param artifacts what to attach, the main artifact first
 */
public record PackagedKernel(List<Artifact> artifacts) {

    /** Copies. */
    public PackagedKernel {
        artifacts = List.copyOf(artifacts);
    }

    /** The artifact of a type. */
    Optional<Path> file(String type) {
        return artifacts.stream()
                .filter(artifact -> artifact.type().equals(type))
                .map(Artifact::file)
                .findFirst();
    }

    /**
     * One file of the repository, or the directory that stands in for it.
     *
     * @param type its Maven type
     * @param classifier its classifier; empty for the main artifact
     * @param file where it is
     */
    public record Artifact(String type, String classifier, Path file) {

        /** The same artifact in another directory. */
        Artifact in(Path directory) {
            return new Artifact(type, classifier, directory.resolve(file.getFileName()));
        }
    }
}
