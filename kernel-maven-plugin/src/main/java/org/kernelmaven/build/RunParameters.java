package org.kernelmaven.build;

import java.util.List;

/**
 * How to boot the kernel.
 *
 * @param guest what in
 * @param modules names of the kernel's own modules to load, in order
 */
public record RunParameters(GuestParameters guest, List<String> modules) {

    /** Copies. */
    public RunParameters {
        modules = List.copyOf(modules);
    }
}
