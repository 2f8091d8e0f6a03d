package org.kernelmaven.source;

import org.kernelmaven.settings.Origin;

/** Where a kernel comes from: a tree to build, or what was built already. */
public sealed interface Source
        permits UrlSource, FileSource, ArtifactSource, DebianSource, GitSource, DirectorySource, ReadyMade {

    /** Where the user wrote it. */
    Origin origin();
}
