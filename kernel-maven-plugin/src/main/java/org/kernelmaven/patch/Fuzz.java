package org.kernelmaven.patch;

/**
 * A hunk that fits only when some of its context is ignored.
 *
 * @param patch the patch's name
 * @param file the patched file, relative to the tree
 * @param hunk its number in that file, from 1
 * @param line where in the file it went, from 1
 * @param fuzz lines of context ignored
 */
public record Fuzz(String patch, String file, int hunk, int line, int fuzz) {}
