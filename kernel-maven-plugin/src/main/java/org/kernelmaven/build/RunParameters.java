package org.kernelmaven.build;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How to boot the kernel.
 *
 * @param guest what in
 * @param modules names of the kernel's own modules to load, in order
 * @param shell whether the user gets a shell in it
 * @param debugger whether it waits for gdb
 */
public record RunParameters(GuestParameters guest, List<String> modules, Optional<Shell> shell, boolean debugger) {

    /**
     * A shell in the guest.
     *
     * @param program the user's own; empty for what is found
     */
    public record Shell(Optional<Path> program) {}

    /** Copies. */
    public RunParameters {
        modules = List.copyOf(modules);
    }

    /** The kernel alone. */
    public RunParameters(GuestParameters guest, List<String> modules) {
        this(guest, modules, Optional.empty(), false);
    }
}
