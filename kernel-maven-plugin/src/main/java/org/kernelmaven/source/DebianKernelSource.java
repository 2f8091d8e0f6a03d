package org.kernelmaven.source;

import java.util.Optional;
import org.kernelmaven.settings.Origin;

/**
 * A kernel of Debian or Ubuntu, by the name of its package.
 *
 * @param name the package with the image, such as {@code linux-image-6.1.0-13-amd64}, or one that depends on it, such
 *     as {@code linux-image-amd64}
 * @param version its version, such as {@code 6.1.55-1}; without one the newest that apt knows, and then the one
 *     remembered, until an update is asked for
 * @param origin where the user wrote it
 */
public record DebianKernelSource(String name, Optional<String> version, Origin origin) implements ReadyMade {}
