/** The steps of module projects. */
@NullMarked
package org.kernelmaven.build.module;

import org.jspecify.annotations.NullMarked;
