package org.kernelmaven.build;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A kernel whose build tree is complete.
 *
 * @param configured its configuration
 * @param image the bootable image
 * @param developmentTree what modules are compiled against; empty for a kernel without modules
 * @param fingerprint of all that it was made from
 */
record CompiledKernel(ConfiguredKernel configured, Path image, Optional<Path> developmentTree, String fingerprint) {}
