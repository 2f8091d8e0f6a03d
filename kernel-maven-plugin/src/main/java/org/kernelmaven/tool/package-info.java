/** Running a command, and finding the tools of the host. */
@NullMarked
package org.kernelmaven.tool;

import org.jspecify.annotations.NullMarked;
