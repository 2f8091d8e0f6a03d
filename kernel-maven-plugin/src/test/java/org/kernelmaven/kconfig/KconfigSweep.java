package org.kernelmaven.kconfig;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.kernelmaven.kconfig.language.Kconfig;
import org.kernelmaven.kconfig.value.ConfigReader;
import org.kernelmaven.kconfig.value.ConfigWriter;
import org.kernelmaven.kconfig.value.Configuration;
import org.kernelmaven.kconfig.value.Target;
import org.kernelmaven.tool.Command;

/** Writes many {@code .config} files over one model of an architecture; {@code it/kconfig/sweep.sh} compares them. */
final class KconfigSweep {

    private KconfigSweep() {}

    /**
     * Writes them.
     *
     * @param args the kernel tree, an existing build directory, the folder under {@code arch/}, a file whose lines are
     *     {@code TARGET TAB CONFIG-OR-DASH TAB OUTPUT}, and the variables of make's command line. Where the target
     *     starts from nothing, such as {@code alldefconfig}, CONFIG is what {@code KCONFIG_ALLCONFIG} would name
     */
    public static void main(String[] args) throws IOException {
        var tree = Path.of(args[0]).toAbsolutePath();
        var build = Path.of(args[1]).toAbsolutePath();
        var make = new ArrayList<>(List.of("make", "-C", tree.toString(), "O=" + build));
        make.addAll(List.of(args).subList(4, args.length));
        var request = new ConfigRequest(
                Command.of(build, make),
                build,
                tree,
                args[2],
                new Base.Target("defconfig"),
                List.of(),
                false,
                false,
                false);
        var kconfig = KconfigLoader.of(request, true, null).load();
        DeepStack.call(() -> {
            for (var job : Files.readAllLines(Path.of(args[3]))) {
                var parts = job.split("\t");
                Files.writeString(Path.of(parts[2]), resolved(kconfig, parts[0], parts[1]));
            }
            return kconfig;
        });
    }

    private static String resolved(Kconfig kconfig, String name, String config) throws IOException {
        var configuration = new Configuration(kconfig);
        var target = Target.of(name).orElseThrow();
        if (!config.equals("-")) {
            var text = Files.readString(Path.of(config), StandardCharsets.UTF_8);
            if (name.startsWith("all")) {
                ConfigReader.take(configuration, text, config, false);
            } else {
                ConfigReader.read(configuration, text, config, false);
            }
        }
        target.apply(configuration, 1);
        return ConfigWriter.dotConfig(configuration);
    }
}
