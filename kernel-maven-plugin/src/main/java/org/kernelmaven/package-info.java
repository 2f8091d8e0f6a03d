/** The words every package shares: a kernel's version, and an error that its user can mend. */
@NullMarked
package org.kernelmaven;

import org.jspecify.annotations.NullMarked;
