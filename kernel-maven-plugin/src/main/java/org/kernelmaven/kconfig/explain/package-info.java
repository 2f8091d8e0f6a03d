/** Says why a symbol of a configuration has its value, and what would change it. */
@NullMarked
package org.kernelmaven.kconfig.explain;

import org.jspecify.annotations.NullMarked;
