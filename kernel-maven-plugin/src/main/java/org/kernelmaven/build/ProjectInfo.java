package org.kernelmaven.build;

import java.nio.file.Path;
import java.time.Instant;

/**
 * The Maven project that a kernel belongs to.
 *
 * @param groupId its group
 * @param artifactId its name
 * @param version its version
 * @param baseDirectory where its POM is; relative paths start here
 * @param buildDirectory its {@code target}
 * @param timestamp the one time inside everything that is built, from {@code project.build.outputTimestamp}
 */
public record ProjectInfo(
        String groupId, String artifactId, String version, Path baseDirectory, Path buildDirectory, Instant timestamp) {

    /** What stands in for the time of the build where the project states none: 1980, the oldest time zip knows. */
    public static final Instant DEFAULT_TIMESTAMP = Instant.parse("1980-01-01T00:00:02Z");

    /** {@code groupId:artifactId:version}. */
    public String id() {
        return groupId + ":" + artifactId + ":" + version;
    }
}
