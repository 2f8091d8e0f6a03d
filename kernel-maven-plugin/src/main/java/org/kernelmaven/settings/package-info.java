/** What the user wrote, raw: nodes of a POM's or a TOML file's text with their origin, read strictly. */
@NullMarked
package org.kernelmaven.settings;

import org.jspecify.annotations.NullMarked;
