package org.kernelmaven.archive;

import org.kernelmaven.UserException;

/** An archive that would write outside its folder, or more than it may; nothing of it should be kept. */
public final class HostileArchiveException extends UserException {

    private static final long serialVersionUID = 1L;

    HostileArchiveException(String message) {
        super(message);
    }
}
