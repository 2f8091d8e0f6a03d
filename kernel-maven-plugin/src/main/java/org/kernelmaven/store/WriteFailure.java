package org.kernelmaven.store;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.List;
import org.kernelmaven.UserException;

/** Tells what the user can mend of a write that failed: a store that is full, or that he may not write to. */
final class WriteFailure {

    private static final String READ_ONLY = "Read-only file system";
    /** What Linux says for ENOSPC, EDQUOT and EFBIG; Java has no other way to tell them from other failures. */
    private static final List<String> FULL =
            List.of("No space left on device", "Disk quota exceeded", "File too large");

    private WriteFailure() {}

    /** Whether a disk, a quota or a bound on a file's size ended a write. */
    static boolean isFull(IOException failure) {
        var message = String.valueOf(failure.getMessage());
        return FULL.stream().anyMatch(message::contains);
    }

    /**
     * The failure as it is, where it is not the user's to mend.
     *
     * @param folder of the store
     * @throws UserException where it is, with the cure
     */
    static IOException explained(IOException failure, Path folder) {
        var cure = " Make room or rights there, or set kernel.store to a folder elsewhere.";
        if (isFull(failure)) {
            throw new UserException(
                    "No room left for the store in '" + folder + "': " + failure.getMessage() + "." + cure, failure);
        }
        if (failure instanceof FileSystemException file
                && String.valueOf(file.getFile()).startsWith(folder.toString())
                && (file instanceof AccessDeniedException
                        || String.valueOf(file.getReason()).contains(READ_ONLY))) {
            throw new UserException(
                    "Cannot write to the store in '" + folder + "': " + failure.getMessage() + "." + cure, failure);
        }
        return failure;
    }
}
