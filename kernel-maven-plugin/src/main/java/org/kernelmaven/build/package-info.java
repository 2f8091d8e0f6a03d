/** The pipeline of the kernel goals: what is asked for, the steps in their order, and their stamps. */
@NullMarked
package org.kernelmaven.build;

import org.jspecify.annotations.NullMarked;
