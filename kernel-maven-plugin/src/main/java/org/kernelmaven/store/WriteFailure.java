package org.kernelmaven.store;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** Tells what the user can mend of a write that failed: a store that is full, or that he may not write to. */
final class WriteFailure {

    private static final String READ_ONLY = "Read-only file system";

    private WriteFailure() {}

    /**
     * The failure as it is, where it is not the user's to mend.
     *
     * @param folder of the store
     * @throws UnwritableException where it is, with the cure
     */
    static IOException explained(IOException failure, Path folder) {
        var cure = " Make room or rights there, or set kernel.store to a folder elsewhere.";
        if (SystemWords.isFull(failure)) {
            throw new UnwritableException(
                    "No room left for the store in '" + folder + "': " + failure.getMessage() + "." + cure, failure);
        }
        if (failure instanceof FileSystemException file
                && String.valueOf(file.getFile()).startsWith(folder.toString())
                && (file instanceof AccessDeniedException
                        || String.valueOf(file.getReason()).contains(READ_ONLY))) {
            throw new UnwritableException(
                    "Cannot write to the store in '" + folder + "': " + failure.getMessage() + "." + cure, failure);
        }
        return failure;
    }
}
