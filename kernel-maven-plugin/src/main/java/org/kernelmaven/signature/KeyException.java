package org.kernelmaven.signature;

import org.kernelmaven.UserException;

/** A key or certificate does not serve; that is so for whatever it was to sign, and a token may count wrong PINs. */
public final class KeyException extends UserException {

    private static final long serialVersionUID = 1L;

    /** @param cause says what is wrong, and the cure */
    public KeyException(UserException cause) {
        super(String.valueOf(cause.getMessage()), cause);
    }
}
