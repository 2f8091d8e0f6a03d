package org.kernelmaven.archive;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Names of archive entries: taken apart, and refused where no honest kernel tree would have them. */
final class Names {

    /** Linux: NAME_MAX. */
    private static final int COMPONENT_BYTES = 255;

    /** In each other; a kernel tree has 12: what is far deeper is made to be expensive. */
    private static final int DIRECTORIES = 128;

    /** Linux: PATH_MAX less room for the folder it is unpacked into. */
    private static final int PATH_BYTES = 3072;

    private Names() {}

    /**
     * The components of an entry's name, without empty and {@code .} ones.
     *
     * @throws HostileArchiveException where the name is absolute, has {@code ..}, a control character, or is too long
     *     or too deep
     */
    static List<String> components(String archive, String name) {
        if (name.startsWith("/")) {
            throw hostile(archive, name, "has an absolute path");
        }
        checkCharacters(archive, name, name);
        var components = new ArrayList<String>();
        for (var component : name.split("/")) {
            if (component.equals("..")) {
                throw hostile(archive, name, "has '..' in its path");
            } else if (component.getBytes(StandardCharsets.UTF_8).length > COMPONENT_BYTES) {
                throw hostile(archive, name, "has a name of more than " + COMPONENT_BYTES + " bytes");
            } else if (!component.isEmpty() && !component.equals(".")) {
                components.add(component);
            }
        }
        if (components.size() - 1 > DIRECTORIES) {
            throw hostile(archive, name, "lies more than " + DIRECTORIES + " directories deep");
        }
        return components;
    }

    /** Refuses control characters, what was no UTF-8, and too many bytes, in a name or a link's target. */
    static void checkCharacters(String archive, String entry, String text) {
        if (text.getBytes(StandardCharsets.UTF_8).length > PATH_BYTES) {
            throw hostile(archive, entry, "has a path of more than " + PATH_BYTES + " bytes");
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isISOControl(c)) {
                throw hostile(archive, entry, "has a control character in its path");
            } else if (c == '\ufffd') {
                throw hostile(archive, entry, "has a path that is not UTF-8");
            }
        }
    }

    static HostileArchiveException hostile(String archive, String entry, String what) {
        return new HostileArchiveException("Archive '%s': entry '%s' %s.".formatted(archive, printable(entry), what)
                + "\n  Nothing of it is kept; use another archive.");
    }

    /** At most 200 characters, none of which a terminal would obey. */
    static String printable(String text) {
        var result = new StringBuilder();
        text.codePoints().limit(200).forEach(c -> {
            if (Character.isISOControl(c)) {
                result.append("\\x%02x".formatted(c));
            } else {
                result.appendCodePoint(c);
            }
        });
        return text.codePointCount(0, text.length()) > 200 ? result + "…" : result.toString();
    }
}
