/** What a kernel's artifacts hold, how they are packed, and the metadata and recipe that describe it. */
@NullMarked
package org.kernelmaven.artifact;

import org.jspecify.annotations.NullMarked;
