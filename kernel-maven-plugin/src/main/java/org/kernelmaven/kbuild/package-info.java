/** Running the kernel's own make: architectures, toolchains, reproducible builds, and what the build's output tells. */
@NullMarked
package org.kernelmaven.kbuild;

import org.jspecify.annotations.NullMarked;
