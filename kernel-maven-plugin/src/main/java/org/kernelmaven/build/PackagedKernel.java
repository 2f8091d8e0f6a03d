package org.kernelmaven.build;

import java.nio.file.Path;
import java.util.List;

/**
 * The artifacts of a kernel.
 *
 * @param artifacts what to attach, the main artifact first
 */
public record PackagedKernel(List<Artifact> artifacts) {

    /** Copies. */
    public PackagedKernel {
        artifacts = List.copyOf(artifacts);
    }

    /**
     * One file of the repository.
     *
     * @param type its Maven type
     * @param classifier its classifier; empty for the main artifact
     * @param file where it was packed
     */
    public record Artifact(String type, String classifier, Path file) {

        /** The same artifact in another directory. */
        Artifact in(Path directory) {
            return new Artifact(type, classifier, directory.resolve(file.getFileName()));
        }
    }
}
