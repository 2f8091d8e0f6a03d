package org.kernelmaven.kconfig;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.kernelmaven.UserException;
import org.kernelmaven.kconfig.language.Kconfig;
import org.kernelmaven.kconfig.value.ConfigReader;
import org.kernelmaven.kconfig.value.ConfigWriter;
import org.kernelmaven.kconfig.value.Configuration;
import org.kernelmaven.kconfig.value.Target;
import org.kernelmaven.tool.CommandRunner;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the configuration that resolution starts from. */
final class BaseConfig {

    private static final Logger LOG = LoggerFactory.getLogger(BaseConfig.class);
    private static final int SHOWN_LINES = 20;

    private final ConfigRequest request;
    private final Kconfig kconfig;
    private final CommandRunner runner;
    private final Path scratch;

    /** @param scratch a folder of the build tree that make may write to; it is made where it is needed */
    BaseConfig(ConfigRequest request, Kconfig kconfig, CommandRunner runner, Path scratch) {
        this.request = request;
        this.kconfig = kconfig;
        this.runner = runner;
        this.scratch = scratch;
    }

    DotConfig read() throws IOException {
        if (request.base() instanceof Base.File file) {
            return DotConfig.read(file.path());
        }
        var name = ((Base.Target) request.base()).name();
        var targets = new BaseTargets(request.sourceTree(), request.srcarch());
        if (targets.isComposite(name)) {
            return fromMake(name);
        }
        if (name.equals("tinyconfig")) {
            return tiny();
        }
        var target = Target.of(name);
        if (target.isPresent() && target.get() != Target.DEFCONFIG) {
            return made(target.get(), Optional.empty());
        }
        var file = name.equals("defconfig") ? targets.defconfig(arch()) : Optional.of(targets.file(name));
        return file.isPresent() ? made(Target.DEFCONFIG, file) : fromMake(name);
    }

    private String arch() {
        return request.make().argv().stream()
                .filter(word -> word.startsWith("ARCH="))
                .map(word -> word.substring("ARCH=".length()))
                .findFirst()
                .orElse(request.srcarch());
    }

    /** The tiny base, and the fragments over it ({@code scripts/kconfig/Makefile}, 6.12). */
    private DotConfig tiny() throws IOException {
        var start = request.sourceTree().resolve("kernel/configs/tiny-base.config");
        var values = new LinkedHashMap<>(
                made(Target.ALLNOCONFIG, Files.isRegularFile(start) ? Optional.of(start) : Optional.empty())
                        .values());
        for (var folder : List.of("kernel/configs", "arch/" + request.srcarch() + "/configs")) {
            var fragment = request.sourceTree().resolve(folder).resolve("tiny.config");
            if (Files.isRegularFile(fragment)) {
                DotConfig.read(fragment).values().forEach((name, value) -> {
                    values.remove(name);
                    values.put(name, value);
                });
            }
        }
        var configuration = new Configuration(kconfig);
        ConfigReader.read(configuration, new DotConfig(values).text(), "tiny.config", false);
        return written(configuration);
    }

    private DotConfig made(Target target, Optional<Path> file) throws IOException {
        var configuration = new Configuration(kconfig);
        if (file.isPresent()) {
            var text = Files.readString(file.get(), StandardCharsets.UTF_8);
            var name = String.valueOf(file.get().getFileName());
            var report = target == Target.DEFCONFIG
                    ? ConfigReader.read(configuration, text, name, false)
                    : ConfigReader.take(configuration, text, name, false);
            report.warnings().forEach(warning -> LOG.debug("{}", warning));
        }
        target.apply(configuration, System.nanoTime());
        return written(configuration);
    }

    private static DotConfig written(Configuration configuration) {
        return DotConfig.parse(ConfigWriter.dotConfig(configuration), "the base configuration");
    }

    /** In a build tree of its own: the rule may read or write {@code .config} itself. */
    private DotConfig fromMake(String target) throws IOException {
        Files.createDirectories(scratch);
        var arguments = new ArrayList<>(List.of("O=" + scratch, target));
        var command = request.make().plus(arguments);
        var result = runner.run(command);
        if (!result.succeeded()) {
            var tail = result.tail();
            throw new UserException("The kernel's make could not make the base config '" + target + "': '" + command
                    + "' ended with exit status " + result.exitCode() + ":\n  "
                    + String.join("\n  ", tail.subList(Math.max(0, tail.size() - SHOWN_LINES), tail.size())));
        }
        return DotConfig.read(scratch.resolve(".config"));
    }
}
