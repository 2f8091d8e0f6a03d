/** Virtual machines: a guest's first process, its initramfs, and what runs it. */
@NullMarked
package org.kernelmaven.vm;

import org.jspecify.annotations.NullMarked;
