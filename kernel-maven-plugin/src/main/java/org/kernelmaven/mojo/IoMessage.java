package org.kernelmaven.mojo;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Map;
import java.util.Optional;
import org.kernelmaven.store.Store;

/** Says what an I/O failure means: Java's own messages are often only a path. */
final class IoMessage {

    private static final String ELSEWHERE = "set kernel.store or kernel.workDirectory to a place elsewhere.";

    private static final String NOT_A_DIRECTORY = "Not a directory";

    private static final String NO_SPACE = "no space left on device. Free some space, or " + ELSEWHERE;

    /** What Linux says in English, which Java passes on as it is, and what it means. */
    private static final Map<String, String> KNOWN = Map.of(
            "No space left on device",
            NO_SPACE,
            "Disk quota exceeded",
            "this user's disk quota is used up. Free some space, have the quota raised, or " + ELSEWHERE,
            "File too large",
            "the file would be larger than the file system or the limit of 'ulimit -f' allows. Raise it, or "
                    + ELSEWHERE,
            "Read-only file system",
            "the file system is read-only. Mount it writable, or " + ELSEWHERE,
            "Too many open files",
            "too many open files. Raise the limit, such as with 'ulimit -n 4096'; or give -T fewer threads.");

    private IoMessage() {}

    static String of(Exception failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            var known = known(cause);
            if (known.isPresent()) {
                return file(cause) + known.get();
            }
            if (cause instanceof FileSystemException fileSystem) {
                return file(cause) + reason(fileSystem);
            }
        }
        return String.valueOf(failure.getMessage());
    }

    private static Optional<String> known(Throwable failure) {
        var message = String.valueOf(failure.getMessage());
        return KNOWN.entrySet().stream()
                .filter(entry -> message.contains(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .or(() -> Optional.of(NO_SPACE).filter(text -> failure instanceof IOException e && Store.isFull(e)));
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
        var file = Optional.<String>empty();
        if (cause instanceof FileSystemException failure) {
            file = Optional.ofNullable(failure.getFile());
        } else if (cause instanceof FileNotFoundException failure) {
            // "PATH (REASON)"
            file = Optional.ofNullable(failure.getMessage()).map(text -> text.replaceFirst(" \\([^()]*\\)$", ""));
        }
        return file.map(name -> "'" + name + "': ").orElse("");
    }
}
