package org.kernelmaven;

import static java.util.Objects.requireNonNull;

/**
 * Something the user of the plugin can mend: a wrong value, a missing file, a failing compilation.
 *
 * <p>The message stands alone: it says what failed, which parameter or file (with line) it came from, the value, and
 * the cure. It may have several lines. I/O failures and bugs are other exceptions.
 */
public class UserException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param message what failed, where it came from, and the cure */
    public UserException(String message) {
        super(message);
    }

    /**
     * @param message what failed, where it came from, and the cure
     * @param cause what was caught, for the stack trace only
     */
    public UserException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Never null: an error without a message would help nobody. */
    @Override
    public String getMessage() {
        return requireNonNull(super.getMessage());
    }
}
