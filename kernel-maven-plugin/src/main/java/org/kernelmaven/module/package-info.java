/** Out-of-tree modules: their sources, the make that compiles them, and what compiled modules say of themselves. */
@NullMarked
package org.kernelmaven.module;

import org.jspecify.annotations.NullMarked;
