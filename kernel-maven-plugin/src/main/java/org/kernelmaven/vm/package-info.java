/** Virtual machines: a guest's first process, its initramfs, and QEMU. */
@NullMarked
package org.kernelmaven.vm;

import org.jspecify.annotations.NullMarked;
