package org.kernelmaven.archive;

import org.kernelmaven.UserException;

/** An archive that ends too early, fails its checksum, or is no archive at all; nothing of it should be kept. */
public final class DamagedArchiveException extends UserException {

    private static final long serialVersionUID = 1L;

    private static final String CURE = "\n  Get it again, and check its hash.";

    DamagedArchiveException(String message) {
        super(message + CURE);
    }

    DamagedArchiveException(String message, Throwable cause) {
        super(message + CURE, cause);
    }
}
