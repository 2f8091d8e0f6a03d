package org.kernelmaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IoMessageTest {

    private static final String CURE = "set kernel.store or kernel.workDirectory to a place elsewhere.";

    @TempDir
    Path directory;

    @Test
    void fileWhereADirectoryMustBeIsSaid() throws IOException {
        var file = Files.writeString(directory.resolve("target"), "a file");

        assertThat(IoMessage.of(failureOfMaking(file)))
                .isEqualTo("'" + file + "': a file is where a directory must be. Move it away, or " + CURE);
    }

    @Test
    void fileAboveADirectoryIsSaidToo() throws IOException {
        var below = Files.writeString(directory.resolve("target"), "a file").resolve("kernel/tree");

        assertThat(IoMessage.of(failureOfMaking(below)))
                .startsWith("'" + directory.resolve("target"))
                .endsWith("a file is where a directory must be. Move it away, or " + CURE);
    }

    @Test
    void placeThatMayNotBeWrittenGetsACure() {
        assertThat(IoMessage.of(new AccessDeniedException("/srv/store")))
                .isEqualTo("'/srv/store': permission denied. Let this user write there, or " + CURE);
    }

    @Test
    void missingFileIsSaid() {
        assertThat(IoMessage.of(new NoSuchFileException("/srv/key.pem")))
                .isEqualTo("'/srv/key.pem': no such file or directory.");
    }

    @Test
    void fullDiskIsFoundAmongTheCauses() {
        var cause = new FileSystemException("/srv/store/x", null, "No space left on device");

        assertThat(IoMessage.of(new UncheckedIOException("copying", cause)))
                .isEqualTo("'/srv/store/x': no space left on device. Free some space, or " + CURE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    Disk quota exceeded   | this user's disk quota is used up. Free some space
                    File too large        | the file would be larger than the file system or the limit of 'ulimit -f'
                    Read-only file system | the file system is read-only. Mount it writable
                    Too many open files   | too many open files. Raise the limit, such as with 'ulimit -n 4096'
                    """)
    void whatLinuxSaysIsPutIntoWordsWithACure(String reason, String message) {
        assertThat(IoMessage.of(new FileSystemException("/srv/store/x", null, reason)))
                .startsWith("'/srv/store/x': " + message);
    }

    /** As java.io's streams say it. */
    @Test
    void reasonIsFoundWithinAMessageToo() {
        assertThat(IoMessage.of(new FileNotFoundException("/srv/store/x (Too many open files)")))
                .startsWith("'/srv/store/x': too many open files.");
    }

    @Test
    void otherReasonsAreShown() {
        assertThat(IoMessage.of(new FileSystemException("/srv/x", null, "Too many levels of symbolic links")))
                .isEqualTo("'/srv/x': Too many levels of symbolic links. Mend it, or " + CURE);
    }

    private static IOException failureOfMaking(Path path) {
        return catchThrowableOfType(IOException.class, () -> Files.createDirectories(path));
    }
}
