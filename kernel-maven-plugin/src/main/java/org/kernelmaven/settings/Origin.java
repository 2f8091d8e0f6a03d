package org.kernelmaven.settings;

import java.nio.file.Path;

/**
 * Where the user wrote something, as a message shows it.
 *
 * @param description {@code parameter <config>}, {@code 'src/main/kernel/net.toml' line 12}, …
 */
public record Origin(String description) {

    /** A line (from 1) of a file. */
    public static Origin line(Path file, int line) {
        return new Origin("'" + file + "' line " + line);
    }

    /** A parameter of a goal, such as {@code config}. */
    public static Origin parameter(String name) {
        return new Origin("parameter <" + name + ">");
    }

    /** A part of this place: {@code parameter <source>} and {@code url} give {@code parameter <source><url>}. */
    public Origin child(String name) {
        return description.startsWith("parameter ") ? new Origin(description + "<" + name + ">") : this;
    }

    @Override
    public String toString() {
        return description;
    }
}
