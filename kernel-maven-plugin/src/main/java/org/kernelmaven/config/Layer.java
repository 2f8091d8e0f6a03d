package org.kernelmaven.config;

import java.util.List;

/**
 * Options of one origin.
 *
 * @param name the origin, as a message names it: {@code common config}, {@code parameter <config>}, a file
 * @param rank how strong it is against other layers
 * @param options in the order written
 */
public record Layer(String name, Rank rank, List<Option> options) {

    /** Copies. */
    public Layer {
        options = List.copyOf(options);
    }

    /**
     * How strong a layer is: an option of a higher rank replaces one of a lower rank, whatever their values and flags.
     * Options of one rank must agree, see {@link Layers#merge}. Weakest first.
     */
    public enum Rank {
        /** The plugin's own common config. */
        COMMON,
        /** The recipe of the published kernel that {@code base} names. */
        RECIPE,
        /** What the project says: its files, parameters and patches. */
        PROJECT,
        /** {@code -Dkernel.config.NAME=value}. */
        COMMAND_LINE
    }
}
