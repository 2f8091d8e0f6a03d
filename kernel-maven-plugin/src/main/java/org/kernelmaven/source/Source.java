package org.kernelmaven.source;

import java.util.Optional;
import org.kernelmaven.settings.Origin;

/** Where a kernel comes from: a tree to build, or what was built already. */
public sealed interface Source
        permits UrlSource, FileSource, ArtifactSource, DebianSource, GitSource, DirectorySource, ReadyMade {

    /** Where the user wrote it. */
    Origin origin();

    /** The hash or commit that the user wrote; empty where the same words may bring another tree tomorrow. */
    default Optional<String> pin() {
        return Optional.empty();
    }
}
