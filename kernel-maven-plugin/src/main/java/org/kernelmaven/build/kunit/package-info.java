/** KUnit's tests in guests: which are wanted, their turns, and what came of them. */
@NullMarked
package org.kernelmaven.build.kunit;

import org.jspecify.annotations.NullMarked;
