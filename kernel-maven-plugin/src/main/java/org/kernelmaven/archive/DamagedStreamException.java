package org.kernelmaven.archive;

import java.io.IOException;

/** Compressed data that is truncated, fails its checksum or needs too much memory; not a failure to read the bytes. */
public final class DamagedStreamException extends IOException {

    private static final long serialVersionUID = 1L;

    DamagedStreamException(String message, Throwable cause) {
        super(message, cause);
    }
}
