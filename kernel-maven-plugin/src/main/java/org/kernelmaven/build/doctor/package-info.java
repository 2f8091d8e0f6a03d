/** What of the machine a kernel build needs: found out before each step, named with the command that installs it. */
@NullMarked
package org.kernelmaven.build.doctor;

import org.jspecify.annotations.NullMarked;
