/** Patch series: read from the configuration, fetched, checked against hostile paths, applied to a project's view. */
@NullMarked
package org.kernelmaven.patch;

import org.jspecify.annotations.NullMarked;
