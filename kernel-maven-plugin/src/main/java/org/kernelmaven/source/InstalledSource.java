package org.kernelmaven.source;

import java.nio.file.Path;
import org.kernelmaven.settings.Origin;

/**
 * A kernel that is installed, here or in another root directory.
 *
 * @param directory its modules: {@code /lib/modules/RELEASE}
 * @param origin where the user wrote it
 */
public record InstalledSource(Path directory, Origin origin) implements ReadyMade {}
