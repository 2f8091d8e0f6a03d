package org.kernelmaven.build;

import java.time.Duration;
import java.util.List;

/**
 * How to boot the kernel.
 *
 * @param memory the guest's memory in MiB
 * @param cpus its processors
 * @param timeout when to give up
 * @param append further words for the kernel's command line, separated by spaces
 * @param modules names of the kernel's own modules to load, in order
 */
public record RunParameters(int memory, int cpus, Duration timeout, String append, List<String> modules) {

    /** Copies. */
    public RunParameters {
        modules = List.copyOf(modules);
    }
}
