package org.kernelmaven.patch;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads a patch line by line in bounded memory: of a longer line only the start is kept. */
final class PatchLines implements Closeable {

    private static final int MOST_BYTES = 16 * 1024;

    private final InputStream input;
    private final byte[] buffer = new byte[MOST_BYTES];
    private int length;
    private int number;

    PatchLines(Path file) throws IOException {
        input = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
    }

    /** Goes to the next line; false at the end. */
    boolean next() throws IOException {
        length = 0;
        var b = input.read();
        if (b < 0) {
            return false;
        }
        number++;
        for (; b >= 0 && b != '\n'; b = input.read()) {
            if (length < MOST_BYTES) {
                buffer[length++] = (byte) b;
            }
        }
        if (length > 0 && buffer[length - 1] == '\r') {
            length--;
        }
        return true;
    }

    /** The line's number, from 1. */
    int number() {
        return number;
    }

    /** Its first byte; a blank for an empty line, as an empty line in a hunk is a blank that got lost. */
    char first() {
        return length == 0 ? ' ' : (char) buffer[0];
    }

    /** Its text without the line end. */
    String text() {
        return new String(buffer, 0, length, StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        input.close();
    }
}
