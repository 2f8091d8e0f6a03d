package org.kernelmaven.build;

import java.util.Optional;

/**
 * Whether a kernel may be taken from the project's repositories instead of being built.
 *
 * @param allowed whether it may
 * @param compiler a text that the compiler's version must hold, as {@code kernel.json} states it
 */
public record Reuse(boolean allowed, Optional<String> compiler) {

    /** Everything is built here. */
    public static final Reuse NEVER = new Reuse(false, Optional.empty());
}
