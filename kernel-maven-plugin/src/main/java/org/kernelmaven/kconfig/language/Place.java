package org.kernelmaven.kconfig.language;

/**
 * A line of a Kconfig file.
 *
 * @param file as the {@code source} statement names it, so relative to the tree
 * @param line counted from 1
 */
public record Place(String file, int line) {

    @Override
    public String toString() {
        return file + ":" + line;
    }
}
