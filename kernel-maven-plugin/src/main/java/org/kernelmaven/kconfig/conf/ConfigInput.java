package org.kernelmaven.kconfig.conf;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.kernelmaven.UserException;
import org.kernelmaven.kconfig.value.ConfigReader;
import org.kernelmaven.kconfig.value.ConfigReader.Report;
import org.kernelmaven.kconfig.value.Configuration;

/** Reads {@code .config} files into a configuration, from where conf looks for them. */
final class ConfigInput {

    /** The largest of a kernel has 300 KB. */
    private static final long MAX_BYTES = 64L << 20;

    private final Session session;
    private final Configuration configuration;
    private final Messages messages;
    private boolean warned;

    ConfigInput(Session session, Configuration configuration, Messages messages) {
        this.session = session;
        this.configuration = configuration;
        this.messages = messages;
    }

    /** The {@code .config} that is read and written. */
    static String name(Session session) {
        return session.variable("KCONFIG_CONFIG").orElse(".config");
    }

    /** Whether anything was warned about. */
    boolean hasWarned() {
        return warned;
    }

    /**
     * Reads the {@code .config}, or the first of {@code KCONFIG_DEFCONFIG_LIST} where there is none.
     *
     * @return whether what is written may differ from it
     */
    boolean readDotConfig() throws IOException {
        var name = name(session);
        var found = find(name);
        if (found.isPresent()) {
            return report(ConfigReader.read(configuration, text(found.get()), name, warnsOfUnknown()));
        }
        for (var each : session.variable("KCONFIG_DEFCONFIG_LIST").orElse("").split("\\s+")) {
            var file = each.isEmpty() ? Optional.<Path>empty() : find(each);
            if (file.isPresent()) {
                messages.say("using defaults found in " + each);
                report(ConfigReader.read(configuration, text(file.get()), each, warnsOfUnknown()));
                return true;
            }
        }
        configuration.invalidate();
        return true;
    }

    /** Reads a file and works out what follows. */
    boolean read(String name) throws IOException {
        var found = find(name);
        if (found.isPresent()) {
            report(ConfigReader.read(configuration, text(found.get()), name, warnsOfUnknown()));
        }
        return found.isPresent();
    }

    /** Takes the values of a file. */
    boolean take(String name) throws IOException {
        var found = find(name);
        if (found.isPresent()) {
            report(ConfigReader.take(configuration, text(found.get()), name, warnsOfUnknown()));
        }
        return found.isPresent();
    }

    private boolean report(Report report) {
        report.warnings().forEach(messages::warn);
        warned = !report.warnings().isEmpty();
        return report.differs();
    }

    private boolean warnsOfUnknown() {
        return session.has("KCONFIG_WARN_UNKNOWN_SYMBOLS");
    }

    /** In the current directory, or else in the source tree. */
    private Optional<Path> find(String name) {
        var here = session.file(name);
        if (isReadable(here)) {
            return Optional.of(here);
        }
        var there = session.sourceTree().resolve(name);
        return isReadable(there) ? Optional.of(there) : Optional.empty();
    }

    private static boolean isReadable(Path file) {
        return Files.isReadable(file) && !Files.isDirectory(file);
    }

    private static String text(Path file) throws IOException {
        if (Files.size(file) > MAX_BYTES) {
            throw new UserException(
                    "'" + file + "' has " + Files.size(file) + " bytes: a configuration has " + MAX_BYTES + " at most");
        }
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }
}
