package org.kernelmaven.fetch;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.kernelmaven.store.Trees;

/**
 * The half-done file of a download, in a folder of its own.
 *
 * <p>It outlives a failed or killed run only where the file's hash is known: resuming without one could join the halves
 * of two different files.
 */
final class PartialFile implements Closeable {

    private final Path folder;
    private final boolean hashed;
    private int generation;

    PartialFile(Path folder, boolean hashed) throws IOException {
        this.folder = folder;
        this.hashed = hashed;
        if (!hashed) {
            Trees.delete(folder);
        }
        Files.createDirectories(folder);
    }

    Path file() {
        return folder.resolve(generation == 0 ? "data" : "data-" + generation);
    }

    boolean resumable() throws IOException {
        return hashed && Files.isRegularFile(file()) && Files.size(file()) > 0;
    }

    void delete() throws IOException {
        Files.deleteIfExists(file());
    }

    /** Draws the conclusion of a failed transfer. */
    void after(IOException failure) throws IOException {
        if (failure instanceof WatchedTransfer.AbandonedException) {
            delete();
            generation++;
        } else if ((failure instanceof HttpStatusException status && !status.mayPass())
                || failure instanceof WatchedTransfer.TooLargeException) {
            delete();
        }
    }

    /** Leaves the folder only where it holds something to resume. */
    @Override
    public void close() throws IOException {
        if (generation > 0 || !resumable()) {
            Trees.delete(folder);
        }
    }
}
