/** The Kconfig language: files to a model of symbols and menus. Nothing is evaluated here but macros. */
@NullMarked
package org.kernelmaven.kconfig.language;

import org.jspecify.annotations.NullMarked;
