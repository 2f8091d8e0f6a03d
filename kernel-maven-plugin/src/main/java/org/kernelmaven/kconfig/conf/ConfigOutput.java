package org.kernelmaven.kconfig.conf;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import org.kernelmaven.UserException;
import org.kernelmaven.kconfig.value.ConfigWriter;
import org.kernelmaven.kconfig.value.Configuration;

/** Writes {@code .config} and defconfig files; what was there before is kept until the new one is whole. */
final class ConfigOutput {

    private final Session session;
    private final Messages messages;

    ConfigOutput(Session session, Messages messages) {
        this.session = session;
        this.messages = messages;
    }

    /** Writes the {@code .config}; the one before becomes {@code .config.old} if they differ. */
    void writeDotConfig(Configuration configuration) {
        try {
            write(ConfigInput.name(session), ConfigWriter.dotConfig(configuration));
        } catch (IOException e) {
            throw new UserException(reason(e) + "\n\n*** Error during writing of the configuration.\n", e);
        }
    }

    /** Writes what is not the default to a file. */
    void writeDefconfig(Configuration configuration, String name) {
        try {
            Files.write(
                    session.file(name), ConfigWriter.defconfig(configuration).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UserException(reason(e) + "\n\n*** Error while saving defconfig to: " + name + "\n", e);
        }
    }

    private static String reason(IOException failure) {
        return failure.getMessage() + " (" + failure.getClass().getSimpleName() + ")";
    }

    private void write(String name, String text) throws IOException {
        if (name.isEmpty()) {
            throw new IOException("config name is empty");
        }
        var file = session.file(name);
        if (Files.isDirectory(file)) {
            throw new IOException(name + ": Is a directory");
        }
        var content = text.getBytes(StandardCharsets.UTF_8);
        if (session.isOn("KCONFIG_OVERWRITECONFIG")) {
            createParent(file);
            Files.write(file, content);
        } else if (Files.isRegularFile(file) && Arrays.equals(Files.readAllBytes(file), content)) {
            messages.say("No change to " + name);
            return;
        } else {
            replace(file, content);
        }
        messages.say("configuration written to " + name);
    }

    private static void replace(Path file, byte[] content) throws IOException {
        createParent(file);
        var whole = file.resolveSibling(
                file.getFileName() + "." + ProcessHandle.current().pid() + ".tmp");
        try {
            Files.write(whole, content);
            if (Files.exists(file)) {
                Files.move(file, file.resolveSibling(file.getFileName() + ".old"), StandardCopyOption.REPLACE_EXISTING);
            }
            Files.move(whole, file, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(whole);
        }
    }

    static void createParent(Path file) throws IOException {
        var parent = file.getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
    }
}
