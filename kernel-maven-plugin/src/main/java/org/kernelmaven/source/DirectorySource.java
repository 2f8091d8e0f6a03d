package org.kernelmaven.source;

import java.nio.file.Path;
import org.kernelmaven.settings.Origin;

/**
 * A kernel tree on this machine that somebody works in. It is built as it is, uncommitted edits and all, and never
 * written to.
 *
 * @param directory where it is, absolute
 * @param origin where the user wrote it
 */
public record DirectorySource(Path directory, Origin origin) implements Source {}
