/** One class a goal: its parameters and their documentation, and the glue to Maven. */
@NullMarked
package org.kernelmaven.mojo;

import org.jspecify.annotations.NullMarked;
