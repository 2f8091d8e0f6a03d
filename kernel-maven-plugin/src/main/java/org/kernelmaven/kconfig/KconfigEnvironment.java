package org.kernelmaven.kconfig;

import java.util.Map;
import java.util.TreeMap;

/** The variables that Kconfig files and their probes see, as the kernel's make exports them. */
final class KconfigEnvironment {

    private KconfigEnvironment() {}

    /** For one request. */
    static Map<String, String> of(ConfigRequest request) {
        var variables = new TreeMap<>(System.getenv());
        variables.put("SRCARCH", request.srcarch());
        variables.put("srctree", request.sourceTree().toString());
        for (var word : request.make().argv()) {
            var equals = word.indexOf('=');
            if (equals > 0) {
                variables.put(word.substring(0, equals), word.substring(equals + 1));
            }
        }
        return variables;
    }
}
