package org.kernelmaven.module;

import java.util.regex.Pattern;
import org.kernelmaven.UserException;

/**
 * The name of a module's file without {@code .ko}.
 *
 * @param text letters, digits, {@code _} and {@code -}; at most 55, for the kernel keeps names in 56 bytes with their
 *     end (MODULE_NAME_LEN in include/linux/moduleparam.h, Linux 6.1)
 */
public record ModuleName(String text) {

    private static final int MOST = 55;
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_-]*");

    /** Checks. @throws UserException where the text cannot be a module's name */
    public ModuleName {
        if (!FORM.matcher(text).matches() || text.length() > MOST) {
            throw new UserException("'" + text + "' is no name for a module: it must be of at most " + MOST
                    + " letters, digits, '_' and '-', and not begin with '-'.");
        }
    }

    /** The name of a project whose author chose none: its artifactId, with {@code _} for what a name cannot have. */
    public static ModuleName of(String artifactId) {
        return new ModuleName(artifactId.replaceAll("[^A-Za-z0-9_]", "_"));
    }

    @Override
    public String toString() {
        return text;
    }
}
