package org.kernelmaven.store;

import org.kernelmaven.UserException;

/** The store's folder is full or may not be written to: nothing is wrong with what was to be kept. */
public final class UnwritableException extends UserException {

    private static final long serialVersionUID = 1L;

    UnwritableException(String message, Throwable cause) {
        super(message, cause);
    }
}
