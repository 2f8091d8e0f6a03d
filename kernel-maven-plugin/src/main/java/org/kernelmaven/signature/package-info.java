/**
 * Signatures of modules: the key in a file or a token, the certificate that tells the kernel whose it is, the format.
 */
@NullMarked
package org.kernelmaven.signature;

import org.jspecify.annotations.NullMarked;
