package org.kernelmaven.kbuild;

import org.kernelmaven.UserException;

/** A make that failed: its message has the first errors, the last lines, and where the whole log is. */
public final class CompileException extends UserException {

    private static final long serialVersionUID = 1L;

    /** @param message see {@link CompilerErrors} */
    public CompileException(String message) {
        super(message);
    }
}
