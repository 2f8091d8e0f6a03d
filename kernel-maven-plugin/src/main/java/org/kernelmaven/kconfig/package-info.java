/**
 * A kernel tree's Kconfig with the tools it asks, and the resolution of what is asked for to a {@code .config} file.
 * The language itself, the values and what explains them are in packages of their own.
 */
@NullMarked
package org.kernelmaven.kconfig;

import org.jspecify.annotations.NullMarked;
