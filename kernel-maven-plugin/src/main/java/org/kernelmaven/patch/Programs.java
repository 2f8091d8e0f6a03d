package org.kernelmaven.patch;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.kernelmaven.tool.CommandRunner;

/** GNU patch and git, kept from what the user's environment would change in them. */
final class Programs {

    private final CommandRunner patch;
    private final CommandRunner git;

    /** @param environment the caller's */
    Programs(Map<String, String> environment) {
        // patch(1), ENVIRONMENT; QUOTING_STYLE changes how it prints names.
        patch = runner(
                environment,
                name -> name.equals("POSIXLY_CORRECT")
                        || name.startsWith("PATCH_")
                        || name.startsWith("QUILT_")
                        || name.equals("VERSION_CONTROL")
                        || name.equals("SIMPLE_BACKUP_SUFFIX")
                        || name.equals("QUOTING_STYLE"));
        git = runner(environment, name -> name.startsWith("GIT_"));
    }

    CommandRunner patch() {
        return patch;
    }

    CommandRunner git() {
        return git;
    }

    private static CommandRunner runner(Map<String, String> environment, Predicate<String> hostile) {
        var kept = new TreeMap<>(environment);
        kept.keySet().removeIf(hostile);
        kept.put("LC_ALL", "C");
        return new CommandRunner(kept);
    }
}
