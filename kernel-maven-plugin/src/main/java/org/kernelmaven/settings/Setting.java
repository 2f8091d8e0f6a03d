package org.kernelmaven.settings;

import java.util.List;
import java.util.Optional;

/**
 * One node of raw configuration: a name with a text, or with further nodes. XML elements and TOML tables become the
 * same; nothing is typed, so nothing is lost before it is checked.
 *
 * @param name the element's or key's name
 * @param text its text, trimmed; empty where it has none
 * @param children the nodes within it, in the order written, duplicates kept
 * @param origin where it was written
 */
public record Setting(String name, Optional<String> text, List<Setting> children, Origin origin) {

    /** Copies. */
    public Setting {
        children = List.copyOf(children);
    }

    /** A node that holds a text. */
    public static Setting text(String name, String text, Origin origin) {
        return new Setting(name, Optional.of(text.strip()), List.of(), origin);
    }

    /** A node that holds further nodes. */
    public static Setting group(String name, List<Setting> children, Origin origin) {
        return new Setting(name, Optional.empty(), children, origin);
    }
}
