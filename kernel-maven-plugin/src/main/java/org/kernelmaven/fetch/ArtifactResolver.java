package org.kernelmaven.fetch;

import java.io.IOException;
import java.nio.file.Path;

/** Finds a file of a Maven repository, in the local one first. */
@FunctionalInterface
public interface ArtifactResolver {

    /**
     * The file of those coordinates. It belongs to the local repository: never write to it.
     *
     * @throws org.kernelmaven.UserException where no repository has it, or offline and the local one has not; it names
     *     the coordinates and the repositories asked
     */
    Path resolve(Coordinates coordinates) throws IOException;

    /**
     * The newest version in a range that a repository has; a version that is no range is itself, a SNAPSHOT the
     * timestamp that its repository gave it.
     *
     * @param coordinates their version may be a range, such as {@code [6.12,6.13)}
     * @throws org.kernelmaven.UserException where no version is in the range
     */
    default String newest(Coordinates coordinates) throws IOException {
        return coordinates.version();
    }
}
