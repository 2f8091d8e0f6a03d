package org.kernelmaven.source;

import org.kernelmaven.settings.Origin;

/** Where a kernel tree comes from. */
public sealed interface Source permits UrlSource, FileSource, ArtifactSource, DebianSource, GitSource, DirectorySource {

    /** Where the user wrote it. */
    Origin origin();
}
