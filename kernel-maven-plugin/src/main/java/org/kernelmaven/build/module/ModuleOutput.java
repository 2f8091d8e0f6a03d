package org.kernelmaven.build.module;

import java.nio.file.Path;
import java.util.List;

/**
 * What a module project gives to others.
 *
 * @param artifacts the main artifact first; each a directory at {@code compile}, an archive from {@code package} on
 */
public record ModuleOutput(List<Artifact> artifacts) {

    /** Copies. */
    public ModuleOutput {
        artifacts = List.copyOf(artifacts);
    }

    /**
     * One artifact.
     *
     * @param type Maven's type
     * @param classifier empty for the main artifact
     * @param file a directory or an archive
     */
    public record Artifact(String type, String classifier, Path file) {}
}
