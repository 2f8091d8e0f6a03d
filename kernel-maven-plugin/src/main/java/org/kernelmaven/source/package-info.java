/** Kinds of kernel source, from what the user wrote to a pristine tree in the store. */
@NullMarked
package org.kernelmaven.source;

import org.jspecify.annotations.NullMarked;
