package org.kernelmaven.module;

import java.util.List;

/**
 * What the Kbuild file of one directory of a kernel tree says. Every branch of a condition counts, so this is what the
 * directory may build or read in some configuration. All paths are relative to the tree.
 *
 * @param makefiles the files read: the directory's own first, then those it includes
 * @param includeDirectories where the compiler looks for headers, in order
 * @param forcedIncludes headers that the compiler reads by {@code -include}
 * @param objects sources without their suffix, of everything named {@code *.o}
 * @param targets what {@code obj-y}, {@code obj-m} and {@code obj-$(CONFIG_…)} name
 */
public record KbuildRules(
        List<String> makefiles,
        List<String> includeDirectories,
        List<String> forcedIncludes,
        List<String> objects,
        List<Target> targets) {

    /** Copies. */
    public KbuildRules {
        makefiles = List.copyOf(makefiles);
        includeDirectories = List.copyOf(includeDirectories);
        forcedIncludes = List.copyOf(forcedIncludes);
        objects = List.copyOf(objects);
        targets = List.copyOf(targets);
    }

    /**
     * An object or directory that a configuration turns on.
     *
     * @param by {@code y}, {@code m}, an option without {@code CONFIG_}, or empty where only make could tell
     * @param path the object without its suffix, or the directory
     * @param isDirectory whether it is a directory to descend into
     * @param place the makefile and line that say so
     */
    public record Target(String by, String path, boolean isDirectory, String place) {

        /** Whether an option decides. */
        public boolean hasOption() {
            return by.length() > 1;
        }
    }
}
