package org.kernelmaven.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.kernelmaven.settings.Origin;
import org.kernelmaven.settings.Problems;
import org.kernelmaven.settings.Setting;
import org.kernelmaven.settings.SettingReader;

/**
 * Reads the {@code config} map of a POM, and that of a patch: an element for each option, {@code CONFIG_} in front or
 * not.
 *
 * <p>{@code <KGDB>yes</KGDB>}, {@code <USB_DEBUG>no?</USB_DEBUG>} (optional), or nested:
 * {@code <MPTCP><value>yes</value><when>[5.6,)</when><arch>x86_64, arm64</arch><optional>true</optional>
 * <force>true</force></MPTCP>}.
 */
public final class ConfigMap {

    private ConfigMap() {}

    /**
     * Reads one map.
     *
     * @param problems where wrong and repeated options are noted
     */
    public static Layer read(Setting config, Problems problems) {
        return read(config.children(), config.origin(), problems);
    }

    /**
     * Reads the elements of one map.
     *
     * @param origin where the map was written
     * @param problems where wrong and repeated options are noted
     */
    public static Layer read(List<Setting> elements, Origin origin, Problems problems) {
        var options = new ArrayList<Option>();
        Map<String, String> seen = new HashMap<>();
        for (var element : elements) {
            OptionText.name(element.name(), element.origin(), problems).ifPresent(name -> {
                var before = seen.putIfAbsent(name, element.name());
                if (before == null) {
                    option(name, element, problems).ifPresent(options::add);
                } else {
                    problems.add(
                            element.origin(),
                            before.equals(element.name())
                                    ? name + " is given twice in one map: keep one."
                                    : name + " is given twice in one map, as <" + before + "> and as <" + element.name()
                                            + ">: keep one.");
                }
            });
        }
        return new Layer(origin.toString(), Layer.Rank.PROJECT, options);
    }

    private static Optional<Option> option(String name, Setting element, Problems problems) {
        if (element.children().isEmpty()) {
            return OptionText.value(name, element.text().orElse(""), element.origin(), problems)
                    .map(written -> new Option(
                            name, written.value(), written.optional(), false, Condition.ALWAYS, element.origin()));
        }
        var reader = new SettingReader(element, problems);
        var text = reader.child("value");
        var optional = reader.flag("optional").orElse(false);
        var forced = reader.flag("force").orElse(false);
        var when = reader.text("when").flatMap(range -> OptionText.range(range, element.origin(), problems));
        var arches = OptionText.arches(
                reader.texts("arch").stream()
                        .flatMap(list -> Arrays.stream(list.split("[\\s,]+")))
                        .toList(),
                element.origin(),
                problems);
        reader.finish();
        if (text.isEmpty()) {
            problems.add(element.origin(), name + " has no <value>.");
            return Optional.empty();
        }
        return OptionText.value(name, text.get().text().orElse(""), element.origin(), problems)
                .map(written -> new Option(
                        name,
                        written.value(),
                        optional || written.optional(),
                        forced,
                        new Condition(when, arches),
                        element.origin()));
    }
}
