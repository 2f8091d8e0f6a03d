/** The content-addressed cache: keys, entries that appear whole, locks, pruning. */
@NullMarked
package org.kernelmaven.store;

import org.jspecify.annotations.NullMarked;
