/** A command line in the place of {@code scripts/kconfig/conf}: its options, environment, questions and files. */
@NullMarked
package org.kernelmaven.kconfig.conf;

import org.jspecify.annotations.NullMarked;
