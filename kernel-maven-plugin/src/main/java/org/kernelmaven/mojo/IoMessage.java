package org.kernelmaven.mojo;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;

/** Says what an I/O failure means: Java's own messages are often only a path. */
final class IoMessage {

    private static final String ELSEWHERE = "set kernel.store or kernel.workDirectory to a place elsewhere.";

    private static final String NOT_A_DIRECTORY = "Not a directory";

    private IoMessage() {}

    static String of(Exception failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (String.valueOf(cause.getMessage()).contains("No space left on device")) {
                return file(cause) + "no space left on device. Free some space, or " + ELSEWHERE;
            }
            if (cause instanceof FileSystemException fileSystem) {
                return file(cause) + reason(fileSystem);
            }
        }
        return String.valueOf(failure.getMessage());
    }

    private static String reason(FileSystemException failure) {
        if (failure instanceof NoSuchFileException) {
            return "no such file or directory."
                    + Optional.ofNullable(failure.getReason())
                            .map(text -> " " + text)
                            .orElse("");
        }
        if (failure instanceof FileAlreadyExistsException || NOT_A_DIRECTORY.equals(failure.getReason())) {
            return "a file is where a directory must be. Move it away, or " + ELSEWHERE;
        }
        if (failure instanceof AccessDeniedException) {
            return "permission denied. Let this user write there, or " + ELSEWHERE;
        }
        return Optional.ofNullable(failure.getReason())
                        .orElse(failure.getClass().getSimpleName()) + ". Mend it, or " + ELSEWHERE;
    }

    private static String file(Throwable cause) {
        var file = cause instanceof FileSystemException failure
                ? Optional.ofNullable(failure.getFile())
                : Optional.<String>empty();
        return file.map(name -> "'" + name + "': ").orElse("");
    }
}
