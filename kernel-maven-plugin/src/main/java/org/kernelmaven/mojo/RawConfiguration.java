package org.kernelmaven.mojo;

import java.util.Optional;
import java.util.stream.Stream;
import org.codehaus.plexus.configuration.PlexusConfiguration;
import org.jspecify.annotations.Nullable;
import org.kernelmaven.settings.Origin;
import org.kernelmaven.settings.Setting;

/**
 * Turns Maven's raw configuration into settings. Typed parameters would let the last of two duplicate elements win in
 * silence and give Maven's own message, without a hint, for a misspelt nested name.
 */
final class RawConfiguration {

    private RawConfiguration() {}

    /** The setting a parameter holds; empty where it is not configured. */
    static Optional<Setting> setting(String parameter, @Nullable PlexusConfiguration configuration) {
        return Optional.ofNullable(configuration).map(found -> convert(found, Origin.parameter(parameter)));
    }

    private static Setting convert(PlexusConfiguration node, Origin origin) {
        var children = Stream.of(node.getChildren())
                .map(child -> convert(child, origin.child(child.getName())))
                .toList();
        var text = Optional.ofNullable(node.getValue(null)).map(String::strip).filter(value -> !value.isEmpty());
        return new Setting(node.getName(), text, children, origin);
    }
}
