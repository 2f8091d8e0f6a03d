package org.kernelmaven.module;

import java.util.List;
import org.kernelmaven.UserException;

/**
 * What a check found, all of it.
 *
 * @param errors each a whole message; with one of them the modules would not load, or not as they should
 * @param warnings each a whole message
 */
public record Findings(List<String> errors, List<String> warnings) {

    /** Copies. */
    public Findings {
        errors = List.copyOf(errors);
        warnings = List.copyOf(warnings);
    }

    /**
     * Ends the build.
     *
     * @param kernel as the message names it: {@code Linux 6.1.55}
     * @throws UserException with every error, where there is any
     */
    public void throwIfErrors(String kernel) {
        if (errors.size() == 1) {
            throw new UserException(errors.get(0));
        }
        if (!errors.isEmpty()) {
            throw new UserException(errors.size() + " reasons why the modules do not fit " + kernel + ":\n  "
                    + String.join("\n  ", errors));
        }
    }
}
