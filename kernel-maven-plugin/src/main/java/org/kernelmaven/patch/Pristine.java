package org.kernelmaven.patch;

import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.Map;
import java.util.Optional;

/**
 * The unpacked source a view is made from; never written to.
 *
 * @param directory the tree
 * @param key what its content is keyed by
 * @param live whether it is a user's checkout, which may change and may hold the leftovers of a build
 * @param listing what is in it, by path below it, where somebody has just looked
 */
public record Pristine(Path directory, String key, boolean live, Optional<Map<String, PosixFileAttributes>> listing) {}
