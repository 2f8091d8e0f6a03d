package org.kernelmaven.source;

import java.nio.file.Path;
import java.util.List;
import org.kernelmaven.settings.Origin;

/**
 * A kernel in Debian packages that are files here.
 *
 * @param files the packages: image, headers, and what the headers depend on
 * @param origin where the user wrote it
 */
public record DebsSource(List<Path> files, Origin origin) implements ReadyMade {

    /** Copies. */
    public DebsSource {
        files = List.copyOf(files);
    }
}
