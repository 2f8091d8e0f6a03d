package org.kernelmaven.kconfig.conf;

import org.kernelmaven.kconfig.value.Configuration;

/** What is said besides questions. */
final class Messages {

    private final Console console;
    private final boolean silent;
    private int warned;

    /** @param silent whether only warnings are shown */
    Messages(Console console, boolean silent) {
        this.console = console;
        this.silent = silent;
    }

    /** A remark, framed as conf does. */
    void say(String text) {
        if (!silent) {
            console.print("#\n# " + text + "\n#\n");
        }
    }

    void warn(String text) {
        console.error(text);
    }

    /** Shows what the configuration has warned about since the last time; true where it ever did. */
    boolean warn(Configuration configuration) {
        var warnings = configuration.warnings();
        // Each has a line end of its own.
        warnings.subList(warned, warnings.size()).forEach(text -> console.error(text.stripTrailing()));
        warned = warnings.size();
        return warned > 0;
    }
}
