package org.kernelmaven.config;

import java.util.ArrayList;
import java.util.Map;
import java.util.TreeMap;
import org.kernelmaven.settings.Origin;
import org.kernelmaven.settings.Problems;

/** Reads options from user properties: {@code -Dkernel.config.KGDB=yes}. */
public final class CommandLine {

    /** What such a property's name starts with. */
    public static final String PREFIX = "kernel.config.";

    private CommandLine() {}

    /**
     * Reads.
     *
     * @param properties user properties; others are ignored
     * @param problems where wrong and repeated options are noted
     */
    public static Layer read(Map<String, String> properties, Problems problems) {
        var options = new TreeMap<String, Option>();
        new TreeMap<>(properties).forEach((property, text) -> {
            if (property.startsWith(PREFIX)) {
                var origin = new Origin("-D" + property);
                OptionText.name(property.substring(PREFIX.length()), origin, problems)
                        .ifPresent(name -> OptionText.value(name, text.strip(), origin, problems)
                                .map(written -> new Option(
                                        name, written.value(), written.optional(), false, Condition.ALWAYS, origin))
                                .ifPresent(option -> {
                                    if (options.putIfAbsent(name, option) != null) {
                                        problems.add(origin, name + " is given twice: keep one.");
                                    }
                                }));
            }
        });
        return new Layer("command line", Layer.Rank.COMMAND_LINE, new ArrayList<>(options.values()));
    }
}
