package org.kernelmaven.vm;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A place for a socket in a folder that only its owner enters; to be closed, which removes both. It is not below the
 * project, for a socket's path has 107 bytes at most (unix(7)).
 */
public final class PrivateSocket implements Closeable {

    private static final int MOST_BYTES = 107;

    private final Path folder;

    private PrivateSocket(Path folder) {
        this.folder = folder;
    }

    /** @param prefix how the folder's name begins */
    public static PrivateSocket open(String prefix) throws IOException {
        var socket = new PrivateSocket(Files.createTempDirectory(prefix).toAbsolutePath());
        // Ctrl-C closes nothing. The last is the first to go.
        List.of(socket.folder, socket.path()).forEach(path -> path.toFile().deleteOnExit());
        return socket;
    }

    /** Where it is, or is to be. */
    public Path path() {
        return folder.resolve("socket");
    }

    /** Whether there can be a socket of that path: the machine's own folder for such things may have a long one. */
    public boolean fits() {
        return path().toString().getBytes(StandardCharsets.UTF_8).length <= MOST_BYTES;
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(path());
        Files.deleteIfExists(folder);
    }
}
