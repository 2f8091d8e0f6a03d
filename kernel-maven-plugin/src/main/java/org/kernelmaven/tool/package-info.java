/** Running a command, finding the tools of the host, and keeping what they answered. */
@NullMarked
package org.kernelmaven.tool;

import org.jspecify.annotations.NullMarked;
