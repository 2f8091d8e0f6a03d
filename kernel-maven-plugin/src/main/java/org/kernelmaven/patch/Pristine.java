package org.kernelmaven.patch;

import java.nio.file.Path;

/**
 * The unpacked source a view is made from; never written to.
 *
 * @param directory the tree
 * @param key what its content is keyed by
 * @param live whether it is a user's checkout, which may change and may hold the leftovers of a build
 */
public record Pristine(Path directory, String key, boolean live) {}
