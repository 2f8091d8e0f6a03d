/** Kernels that a distribution compiled: taken apart into what a compiled kernel is packed from. */
@NullMarked
package org.kernelmaven.distribution;

import org.jspecify.annotations.NullMarked;
