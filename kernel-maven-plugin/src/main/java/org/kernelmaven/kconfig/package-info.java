/** The Kconfig language of a kernel tree: its symbols, its {@code .config} files, and their resolution. */
@NullMarked
package org.kernelmaven.kconfig;

import org.jspecify.annotations.NullMarked;
