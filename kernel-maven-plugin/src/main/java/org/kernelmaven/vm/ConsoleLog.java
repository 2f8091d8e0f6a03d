package org.kernelmaven.vm;

import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Keeps what a guest prints in a file, line by line, and hands each line on. */
public final class ConsoleLog implements Consumer<String>, Closeable {

    private final BufferedWriter file;
    private final Consumer<String> next;

    /**
     * Makes the file anew.
     *
     * @param file its folder is made too
     * @param next takes each line after the file has it
     */
    public ConsoleLog(Path file, Consumer<String> next) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        this.file = Files.newBufferedWriter(file, StandardCharsets.UTF_8);
        this.next = next;
    }

    /** @throws UncheckedIOException where the file cannot be written, which ends the guest */
    @Override
    public void accept(String line) {
        try {
            file.write(line);
            file.newLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        next.accept(line);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
