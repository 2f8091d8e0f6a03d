package org.kernelmaven.build;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;

/**
 * What each step was last done with, and what it found out. A stamp is removed before its step starts and written after
 * it succeeded, so a killed step is not mistaken for one that was done.
 */
public final class Stamps {

    private static final String FINGERPRINT = "fingerprint";
    private static final String SUFFIX = ".stamp";

    private final Path directory;

    public Stamps(Path directory) {
        this.directory = directory;
    }

    /** The facts that a step left behind, where its inputs are still those of that fingerprint. */
    public Optional<Map<String, String>> find(String step, String fingerprint) throws IOException {
        return last(step).filter(facts -> fingerprint.equals(facts.get(FINGERPRINT)));
    }

    /** The facts that a step left behind, whatever its inputs were. */
    public Optional<Map<String, String>> last(String step) throws IOException {
        var file = file(step);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        var properties = new Properties();
        try {
            properties.load(new StringReader(Files.readString(file)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        var facts = new TreeMap<String, String>();
        properties.stringPropertyNames().forEach(name -> facts.put(name, properties.getProperty(name)));
        return Optional.of(facts);
    }

    /** Forgets a step: it is about to change what it made. */
    public void forget(String step) throws IOException {
        Files.deleteIfExists(file(step));
    }

    /** Forgets every step. */
    public void forgetAll() throws IOException {
        if (!Files.isDirectory(directory)) {
            return;
        }
        try (var stamps = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
            for (var stamp : stamps) {
                Files.delete(stamp);
            }
        }
    }

    /** Notes that a step succeeded. */
    public void put(String step, String fingerprint, Map<String, String> facts) throws IOException {
        var properties = new Properties();
        properties.putAll(facts);
        properties.setProperty(FINGERPRINT, fingerprint);
        var text = new StringWriter();
        properties.store(text, null);
        Files.createDirectories(directory);
        var temporary = directory.resolve("." + step + ".tmp");
        Files.writeString(temporary, text.toString());
        Files.move(temporary, file(step), StandardCopyOption.ATOMIC_MOVE);
    }

    private Path file(String step) {
        return directory.resolve(step + SUFFIX);
    }
}
