package org.kernelmaven.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import org.kernelmaven.UserException;
import org.kernelmaven.artifact.UnpackedKernel;
import org.kernelmaven.fetch.Coordinates;
import org.kernelmaven.kconfig.DeepStack;
import org.kernelmaven.kconfig.DotConfig;
import org.kernelmaven.kconfig.explain.Asked;
import org.kernelmaven.kconfig.explain.ConfigComparison;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Compares two configurations: of files, of published kernels, and of the project itself. */
final class ConfigDiffStep {

    private static final Logger LOG = LoggerFactory.getLogger(ConfigDiffStep.class);
    private static final String RESOLVED = "resolved";
    private static final String EXTENSION = "tar.zst";
    private static final Pattern COORDINATES = Pattern.compile("[^:/\\\\]+:[^:/\\\\]+:[^:/\\\\]+");

    private final Environment environment;
    private final Path baseDirectory;
    private final Resolver resolver;
    private Optional<ConfigureStep.Resolved> own = Optional.empty();

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
     * Prints what is different on the log. Each side is the path of a {@code .config} file, the
     * {@code groupId:artifactId:version} of a kernel, or {@code resolved}.
     */
    void run(String from, String to) throws IOException {
        var first = read("from", from);
        var second = read("to", to);
        LOG.info("From {} to {}", from, to);
        var comparison = ConfigComparison.of(first, second);
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

    private DotConfig read(String parameter, String side) throws IOException {
        if (side.equals(RESOLVED)) {
            if (own.isEmpty()) {
                own = Optional.of(resolver.resolve());
            }
            return own.get().resolution().config();
        }
        var file = baseDirectory.resolve(side);
        if (Files.isRegularFile(file)) {
            return DotConfig.read(file);
        }
        if (COORDINATES.matcher(side).matches()) {
            var artifact = environment.artifacts().resolve(Coordinates.parse(side + ":" + EXTENSION));
            return DotConfig.read(UnpackedKernel.config(artifact, environment.store()));
        }
        throw new UserException("parameter <" + parameter + ">: there is no file '" + file
                + "'. Write the path of a .config file, groupId:artifactId:version of a kernel, or '" + RESOLVED
                + "' for the configuration of this project.");
    }
}
