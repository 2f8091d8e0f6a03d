package org.kernelmaven.vm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.kernelmaven.tool.Command;
import org.kernelmaven.tool.CommandRunner;

/** Talks to a script that answers as a guest's init does. */
@Timeout(60)
class GuestTerminalTest {

    private static final String SHELL =
            """
            say() { echo "kernel-maven: $*"; }
            say ready
            read order
            say "$order"
            while read -r line && [ "$line" != exit ]; do echo "typed $line"; done
            say ready
            read line
            """;

    @TempDir
    private Path directory;

    @Test
    void whatIsTypedReachesTheShellAndItsEndEndsIt() throws IOException {
        var screen = new ByteArrayOutputStream();
        try (var session = ConsoleSession.boot(
                new CommandRunner(),
                Command.of(directory, "bash", "-c", SHELL),
                Duration.ofSeconds(30),
                Duration.ofSeconds(30),
                new ConsoleSession.Wires(Optional.empty(), line -> {}, lost -> {}))) {
            var reply = new GuestTerminal(new ByteArrayInputStream("echo\nls\n".getBytes(UTF_8)), screen).run(session);
            assertThat(reply).isInstanceOf(Reply.Done.class);
        }
        assertThat(screen.toString(UTF_8)).contains("typed echo\n", "typed ls\n");
    }
}
