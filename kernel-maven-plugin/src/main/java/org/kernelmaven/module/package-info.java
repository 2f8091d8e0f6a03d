/** Out-of-tree modules: what is in a built one, what a kernel offers it, and whether the two fit. */
@NullMarked
package org.kernelmaven.module;

import org.jspecify.annotations.NullMarked;
