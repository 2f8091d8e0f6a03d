/** The loop of editing, compiling and loading: watches sources, keeps a guest running, and swaps modules in it. */
@NullMarked
package org.kernelmaven.build.dev;

import org.jspecify.annotations.NullMarked;
