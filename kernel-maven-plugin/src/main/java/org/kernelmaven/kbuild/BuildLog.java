package org.kernelmaven.kbuild;

import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The whole output of make, in a file. */
public final class BuildLog implements Closeable {

    private final Path file;
    private final BufferedWriter writer;

    private BuildLog(Path file, BufferedWriter writer) {
        this.file = file;
        this.writer = writer;
    }

    /** Starts a new log in place of the one that is there. */
    public static BuildLog start(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        // A link left by somebody else must not be written through.
        Files.deleteIfExists(file);
        return append(file);
    }

    /** Goes on with the log that is there, as the later makes of one build do. */
    public static BuildLog append(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        return new BuildLog(
                file,
                Files.newBufferedWriter(
                        file, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
    }

    /** Writes one line. */
    void line(String line) {
        try {
            writer.write(line);
            writer.write('\n');
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the build log '" + file + "'", e);
        }
    }

    /** Makes what was written visible to who reads the file. */
    void flush() throws IOException {
        writer.flush();
    }

    /** Where it is. */
    public Path file() {
        return file;
    }

    @Override
    public void close() throws IOException {
        writer.close();
    }
}
