/** Configurations over a Kconfig model: the values of symbols, and the files that hold them. */
@NullMarked
package org.kernelmaven.kconfig.value;

import org.jspecify.annotations.NullMarked;
