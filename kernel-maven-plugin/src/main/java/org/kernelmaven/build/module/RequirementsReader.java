package org.kernelmaven.build.module;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.kernelmaven.UserException;
import org.kernelmaven.config.VersionRange;
import org.kernelmaven.kbuild.Arch;
import org.kernelmaven.module.Requirements;
import org.kernelmaven.module.Requirements.OptionState;
import org.kernelmaven.settings.Problems;
import org.kernelmaven.settings.Setting;
import org.kernelmaven.settings.SettingReader;

/** Reads parameter {@code requires}: what a module asks of a kernel. */
final class RequirementsReader {

    private final Problems problems = new Problems();

    private RequirementsReader() {}

    /**
     * Reads it.
     *
     * @throws UserException with every problem found
     */
    static Requirements read(Optional<Setting> requires) {
        if (requires.isEmpty()) {
            return Requirements.NONE;
        }
        var reader = new RequirementsReader();
        var requirements = reader.read(requires.get());
        reader.problems.throwIfAny();
        return requirements;
    }

    private Requirements read(Setting requires) {
        var reader = new SettingReader(requires, problems);
        var options = new LinkedHashMap<String, OptionState>();
        reader.child("options").map(Setting::children).orElse(List.of()).forEach(option -> {
            var state = option.text().flatMap(OptionState::parse);
            if (state.isEmpty()) {
                problems.add(
                        option.origin(),
                        "'" + option.text().orElse("") + "' is no state of an option: write yes, module, set or off.");
            }
            state.ifPresent(value -> options.put(option.name().replaceFirst("^CONFIG_", ""), value));
        });
        var features = new LinkedHashMap<String, Boolean>();
        reader.child("features").ifPresent(group -> {
            var flags = new SettingReader(group, problems);
            group.children()
                    .forEach(child -> flags.flag(child.name()).ifPresent(has -> features.put(child.name(), has)));
        });
        var arches = reader.child("arches").map(Setting::children).orElse(List.of()).stream()
                .flatMap(child -> arch(child).stream())
                .toList();
        var kernel = reader.text("kernel").flatMap(text -> range(text, requires));
        reader.finish();
        return new Requirements(options, features, arches, kernel);
    }

    private Optional<String> arch(Setting setting) {
        try {
            return Optional.of(
                    Arch.parse(setting.text().orElse(""), setting.origin().toString())
                            .id());
        } catch (UserException e) {
            problems.add(e.getMessage());
            return Optional.empty();
        }
    }

    private Optional<Requirements.Range> range(String text, Setting requires) {
        try {
            return Optional.of(new Requirements.Range(text, VersionRange.parse(text)::contains));
        } catch (UserException e) {
            problems.add(requires.origin().child("kernel"), e.getMessage());
            return Optional.empty();
        }
    }
}
