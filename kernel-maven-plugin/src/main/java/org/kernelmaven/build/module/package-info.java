/** The pipeline of a module project: from its sources and its kernel's dev artifact to its artifacts. */
@NullMarked
package org.kernelmaven.build.module;

import org.jspecify.annotations.NullMarked;
