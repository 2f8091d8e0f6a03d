/** What users ask of a kernel's configuration: options, their layers and merging, and the audit of the result. */
@NullMarked
package org.kernelmaven.config;

import org.jspecify.annotations.NullMarked;
