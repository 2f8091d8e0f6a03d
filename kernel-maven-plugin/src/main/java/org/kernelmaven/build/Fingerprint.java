package org.kernelmaven.build;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.kernelmaven.store.Digests;

/** Adds up the inputs of a step, so that a step can tell that nothing changed. */
public final class Fingerprint {

    private final StringBuilder text = new StringBuilder();

    /** Adds one input; its name is part of it, so that two inputs never run together. */
    public Fingerprint add(String name, Object value) {
        text.append(name).append('\0').append(value).append('\1');
        return this;
    }

    /** Adds a file's content. */
    public Fingerprint content(String name, Optional<Path> file) throws IOException {
        return file.isPresent() ? add(name, Digests.of(file.get())) : add(name, "");
    }

    /** Adds a file's size and time of change: for what is too large to read each time. */
    public Fingerprint identity(String name, Optional<Path> file) throws IOException {
        if (file.isEmpty() || !Files.exists(file.get())) {
            return add(name, "");
        }
        var path = file.get().toRealPath();
        return add(
                name,
                path + " " + Files.size(path) + " "
                        + Files.getLastModifiedTime(path).toMillis());
    }

    /** Adds every file below a directory, with its path; links are followed. Nothing there is fine. */
    public Fingerprint tree(String name, Path directory) throws IOException {
        add(name, "");
        if (Files.isDirectory(directory)) {
            try (var files = Files.walk(directory, FileVisitOption.FOLLOW_LINKS)) {
                for (var file : files.filter(Files::isRegularFile).sorted().toList()) {
                    content(directory.relativize(file).toString(), Optional.of(file));
                }
            }
        }
        return this;
    }

    /** The sum. */
    public String digest() {
        return Digests.of(text.toString());
    }
}
