package org.kernelmaven.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.kernelmaven.settings.Origin;
import org.kernelmaven.settings.Problems;

/** The plugin's own selection of options for servers, virtual machines and appliances, a file a topic. */
public final class CommonConfig {

    /** A file for each topic. */
    static final List<String> TOPICS = List.of(
            "block",
            "containers",
            "crypto",
            "debug",
            "efi",
            "filesystems",
            "graphics",
            "hardware",
            "input",
            "memory",
            "misc",
            "netfilter",
            "networking",
            "power",
            "scheduling",
            "security",
            "sound",
            "storage",
            "tracing",
            "usb",
            "virtualisation");

    private CommonConfig() {}

    /** The layer; all options that hold on no kernel of the caller's are left out by their conditions. */
    public static Layer read() {
        var problems = new Problems();
        var options = new ArrayList<Option>();
        for (var topic : TOPICS) {
            options.addAll(TomlConfig.text(
                            resource(topic + ".toml"),
                            "common config",
                            Layer.Rank.COMMON,
                            line -> new Origin("common config " + topic + ".toml line " + line),
                            problems)
                    .options());
        }
        problems.throwIfAny();
        return new Layer("common config", Layer.Rank.COMMON, options);
    }

    private static String resource(String name) {
        try (InputStream input = CommonConfig.class.getResourceAsStream("common/" + name)) {
            if (input == null) {
                throw new IllegalStateException("the plugin's jar lacks the common config '" + name + "'");
            }
            return new String(input.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("cannot read the common config '" + name + "'", e);
        }
    }
}
