package org.kernelmaven.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.kernelmaven.UserException;
import org.kernelmaven.artifact.UnpackedKernel;
import org.kernelmaven.config.Layers;
import org.kernelmaven.config.TomlConfig;
import org.kernelmaven.fetch.Coordinates;
import org.kernelmaven.kconfig.ConfigValue;
import org.kernelmaven.kconfig.DeepStack;
import org.kernelmaven.kconfig.DotConfig;
import org.kernelmaven.kconfig.explain.Asked;
import org.kernelmaven.kconfig.explain.ConfigComparison;
import org.kernelmaven.settings.Problems;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Compares two configurations: of files, of layers, of published kernels, and of the project itself. */
final class ConfigDiffStep {

    private static final Logger LOG = LoggerFactory.getLogger(ConfigDiffStep.class);
    private static final String RESOLVED = "resolved";
    private static final String LAYER = ".toml";
    private static final String EXTENSION = "tar.zst";
    private static final Pattern COORDINATES = Pattern.compile("[^:/\\\\]+:[^:/\\\\]+:[^:/\\\\]+");

    private final Environment environment;
    private final Path baseDirectory;
    private final Resolver resolver;
    private Optional<ConfigureStep.Resolved> own = Optional.empty();

    /**
     * One of the two configurations.
     *
     * @param isLayer whether it is what somebody asks, and not a whole configuration
     */
    private record Side(DotConfig config, boolean isLayer) {

        /** What there is to compare: beside a layer those options alone that it names. */
        DotConfig beside(Side other) {
            if (isLayer || !other.isLayer) {
                return config;
            }
            var named = new TreeMap<>(config.values());
            named.keySet().retainAll(other.config.values().keySet());
            return new DotConfig(named);
        }
    }

    /** How the project's own configuration is resolved. */
    @FunctionalInterface
    interface Resolver {
        ConfigureStep.Resolved resolve() throws IOException;
    }

    /**
     * @param baseDirectory what paths are relative to
     * @param resolver asked only where the project's own configuration is one of the two
     */
    ConfigDiffStep(Environment environment, Path baseDirectory, Resolver resolver) {
        this.environment = environment;
        this.baseDirectory = baseDirectory;
        this.resolver = resolver;
    }

    /**
     * Prints what is different on the log. Each side is the path of a {@code .config} file or of a layer in TOML, the
     * {@code groupId:artifactId:version} of a kernel, or {@code resolved}.
     */
    void run(String from, String to) throws IOException {
        var first = read("from", from);
        var second = read("to", to);
        LOG.info("From {} to {}", from, to);
        var comparison = ConfigComparison.of(first.beside(second), second.beside(first));
        var lines = DeepStack.call(() -> comparison.lines(model(to)));
        lines.forEach(line -> LOG.info("{}", line));
    }

    private Optional<ConfigComparison.Model> model(String to) {
        return own.filter(resolved -> to.equals(RESOLVED))
                .map(resolved -> new ConfigComparison.Model(
                        Asked.again(
                                resolved.resolution().configuration(),
                                resolved.merged().values()),
                        resolved.merged().origins()));
    }

    private Side read(String parameter, String side) throws IOException {
        if (side.equals(RESOLVED)) {
            return new Side(own().resolution().config(), false);
        }
        var file = baseDirectory.resolve(side);
        if (Files.isRegularFile(file)) {
            return side.endsWith(LAYER) ? new Side(layer(file), true) : new Side(DotConfig.read(file), false);
        }
        if (COORDINATES.matcher(side).matches()) {
            var artifact = environment.artifacts().resolve(Coordinates.parse(side + ":" + EXTENSION));
            return new Side(DotConfig.read(UnpackedKernel.config(artifact, environment.store())), false);
        }
        throw new UserException("parameter <" + parameter + ">: there is no file '" + file
                + "'. Write the path of a .config or .toml file, groupId:artifactId:version of a kernel, or '"
                + RESOLVED
                + "' for the configuration of this project.");
    }

    /** What a layer asks of this project's kernel: its conditions tell versions and architectures apart. */
    private DotConfig layer(Path file) throws IOException {
        var problems = new Problems();
        var layer = TomlConfig.file(file, problems);
        problems.throwIfAny();
        var merged = Layers.merge(List.of(layer), own().version(), own().arch());
        var symbols = own().resolution().symbols();
        var values = new TreeMap<String, ConfigValue>();
        for (var assignment : merged.assignments()) {
            var written = symbols.get(assignment.name()).flatMap(symbol -> assignment.written(symbol.type()));
            values.put(assignment.name(), written.orElse(assignment.value()));
        }
        return new DotConfig(values);
    }

    private ConfigureStep.Resolved own() throws IOException {
        if (own.isEmpty()) {
            own = Optional.of(resolver.resolve());
        }
        return own.get();
    }
}
