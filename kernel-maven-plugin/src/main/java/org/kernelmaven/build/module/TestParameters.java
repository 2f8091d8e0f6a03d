package org.kernelmaven.build.module;

import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * How to test modules.
 *
 * @param skip whether not to
 * @param failureIgnore whether the build goes on after what would fail it
 * @param memory the guest's memory in MiB
 * @param cpus its processors
 * @param timeout when to give up
 * @param append further words for the kernel's command line, separated by spaces
 * @param moduleParameters what insmod would be given for a module, by its name: {@code debug=1 name=x}
 */
public record TestParameters(
        boolean skip,
        boolean failureIgnore,
        int memory,
        int cpus,
        Duration timeout,
        String append,
        Map<String, String> moduleParameters) {

    /** Copies. */
    public TestParameters {
        moduleParameters = Collections.unmodifiableSortedMap(new TreeMap<>(moduleParameters));
    }
}
