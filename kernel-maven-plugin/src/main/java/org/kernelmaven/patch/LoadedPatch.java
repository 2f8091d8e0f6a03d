package org.kernelmaven.patch;

import java.nio.file.Path;
import org.kernelmaven.settings.Origin;

/**
 * A patch ready to be applied.
 *
 * @param name what messages call it: the patch's name, for a series {@code NAME/ENTRY}
 * @param plainFile its diff, decompressed
 * @param sha256 of the plain file, lower-case hex
 * @param strip leading path components to remove, as {@code patch -p}
 * @param origin where it was written
 * @param content what it touches
 */
public record LoadedPatch(String name, Path plainFile, String sha256, int strip, Origin origin, PatchContent content) {}
