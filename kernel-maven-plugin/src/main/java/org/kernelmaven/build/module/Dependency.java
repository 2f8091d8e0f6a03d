package org.kernelmaven.build.module;

import java.nio.file.Path;

/**
 * An artifact that a module project depends on, as Maven resolved it.
 *
 * @param groupId its group
 * @param artifactId its name
 * @param version what was resolved: a SNAPSHOT's timestamp where a repository gave it one
 * @param scope Maven's scope
 * @param file the archive; a directory where a project of the same reactor is not packed yet
 */
public record Dependency(String groupId, String artifactId, String version, String scope, Path file) {

    @Override
    public String toString() {
        return groupId + ":" + artifactId + ":" + version;
    }
}
