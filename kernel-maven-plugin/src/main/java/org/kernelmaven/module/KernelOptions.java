package org.kernelmaven.module;

import java.util.Optional;

/** A kernel's {@code .config}, as far as checks of modules ask for it. */
@FunctionalInterface
public interface KernelOptions {

    /**
     * The value of an option as the file writes it: {@code y}, {@code m}, {@code 64}, {@code "text"}.
     *
     * @param name without {@code CONFIG_}
     * @return empty, or {@code n}, where it is off or the file does not name it
     */
    Optional<String> value(String name);

    /** Whether an option is built in or a module, or has a value. */
    default boolean on(String name) {
        return value(name).filter(value -> !value.equals("n")).isPresent();
    }

    /** Whether a bool is set, or a tristate built in. */
    default boolean yes(String name) {
        return value(name).filter(value -> value.equals("y")).isPresent();
    }
}
