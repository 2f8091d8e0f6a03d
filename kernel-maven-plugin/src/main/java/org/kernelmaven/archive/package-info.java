/** Tar, ar, cpio and their compression, with the checks on hostile archives in one place. */
@NullMarked
package org.kernelmaven.archive;

import org.jspecify.annotations.NullMarked;
