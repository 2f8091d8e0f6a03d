package org.kernelmaven.build.driver;

import java.util.List;
import java.util.regex.Pattern;
import org.kernelmaven.UserException;

/**
 * A path in a kernel tree, relative to its root, without {@code .} or {@code ..}.
 *
 * @param text such as {@code drivers/net/ethernet/mellanox}
 */
record TreePath(String text) {

    /** Every name in a kernel tree is of these; make gives others a meaning. */
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._+,@=~-]+(?:/[A-Za-z0-9._+,@=~-]+)*");

    /**
     * Reads one that a user wrote.
     *
     * @param origin what messages call the place it was written at
     */
    static TreePath parse(String written, String origin) {
        var text = written.strip().replaceFirst("^(?:\\./)+", "").replaceFirst("/+$", "");
        if (!FORM.matcher(text).matches()
                || List.of(text.split("/")).stream().anyMatch(part -> part.equals("..") || part.equals("."))) {
            throw new UserException(origin + ": '" + written + "' is no path in a kernel tree. Write it relative to the"
                    + " tree's root, such as drivers/net/ethernet/mellanox.");
        }
        return new TreePath(text);
    }

    /** Its last part. */
    String name() {
        return text.substring(text.lastIndexOf('/') + 1);
    }

    /** Whether a path is in this directory. */
    boolean holds(String path) {
        return path.startsWith(text + "/");
    }

    @Override
    public String toString() {
        return text;
    }
}
