/**
 * Drivers of the kernel's own tree: an editable copy of one, its build against a dev artifact, its edits as a patch.
 */
@NullMarked
package org.kernelmaven.build.driver;

import org.jspecify.annotations.NullMarked;
