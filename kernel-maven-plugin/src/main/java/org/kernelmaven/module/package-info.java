/** Kernel modules: what their files say, how they fit a kernel, and the order to load them in. */
@NullMarked
package org.kernelmaven.module;

import org.jspecify.annotations.NullMarked;
