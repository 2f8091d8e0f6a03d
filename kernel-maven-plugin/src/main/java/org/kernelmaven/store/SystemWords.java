package org.kernelmaven.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the C library says of a failed system call, which is all that Java passes on of it: in English, or in the
 * language of the user's locale. What that says is heard by having such a call fail.
 */
final class SystemWords {

    private SystemWords() {}

    /** Of ENOSPC, EDQUOT and EFBIG: there is no room for what is written. The latter two in English alone. */
    static final List<String> FULL = Stream.concat(
                    Stream.of("No space left on device", "Disk quota exceeded", "File too large"),
                    ofFullDevice().stream())
            .toList();

    /** Of EINVAL and ENOTSUP, which fsync(2) says of what cannot be synced. The latter in English alone. */
    static final List<String> NOT_SYNCED = Stream.concat(
                    Stream.of("Invalid argument", "Operation not supported"), ofUnsyncedDirectory().stream())
            .toList();

    /** A system call that fails. */
    private interface Call {
        void make() throws IOException;
    }

    /** Whether a disk, a quota or a bound on a file's size ended a write. */
    static boolean isFull(IOException failure) {
        return areOf(failure, FULL);
    }

    /** Whether these are the words of a failure. */
    static boolean areOf(IOException failure, List<String> words) {
        var message = String.valueOf(failure.getMessage());
        return words.stream().anyMatch(message::contains);
    }

    /** ENOSPC of a device that is always full. */
    static Optional<String> ofFullDevice() {
        return heard(() -> write(Path.of("/dev/full")));
    }

    /** EINVAL of a directory that is on no disk. */
    static Optional<String> ofUnsyncedDirectory() {
        return heard(() -> sync(Path.of("/proc/self")));
    }

    private static Optional<String> heard(Call call) {
        try {
            call.make();
        } catch (IOException e) {
            // One that names a file is of its opening: the file is not what it is on Linux.
            return e.getClass() == IOException.class ? Optional.ofNullable(e.getMessage()) : Optional.empty();
        }
        return Optional.empty();
    }

    private static void write(Path device) throws IOException {
        try (var channel = FileChannel.open(device, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.allocate(1));
        }
    }

    private static void sync(Path directory) throws IOException {
        try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
