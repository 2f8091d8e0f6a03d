/** Getting bytes by URL, file or coordinates, and knowing that they are the right ones. */
@NullMarked
package org.kernelmaven.fetch;

import org.jspecify.annotations.NullMarked;
