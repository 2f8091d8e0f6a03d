package org.kernelmaven.build.module;

import java.util.Optional;
import org.kernelmaven.UserException;

/**
 * How one kernel of several fared.
 *
 * @param kernel which
 * @param value what came of it; empty where it failed
 * @param failure why it failed
 */
record Result<T>(Dependency kernel, Optional<T> value, Optional<UserException> failure) {

    static <T> Result<T> of(Dependency kernel, T value) {
        return new Result<>(kernel, Optional.of(value), Optional.empty());
    }

    static <T> Result<T> of(Dependency kernel, UserException failure) {
        return new Result<>(kernel, Optional.empty(), Optional.of(failure));
    }
}
