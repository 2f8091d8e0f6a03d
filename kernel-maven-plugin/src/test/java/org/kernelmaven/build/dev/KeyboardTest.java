package org.kernelmaven.build.dev;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class KeyboardTest {

    private final LinkedBlockingQueue<String> heard = new LinkedBlockingQueue<>();

    private String next() throws InterruptedException {
        return String.valueOf(heard.poll(10, TimeUnit.SECONDS));
    }

    private Keyboard keyboard(java.io.InputStream input, boolean keys) {
        var keyboard = new Keyboard(input, keys, command -> heard.add(command.name()), () -> heard.add("unknown"));
        keyboard.start();
        return keyboard;
    }

    @Test
    void linesAreCommandsAndTheirEndQuits() throws Exception {
        keyboard(new ByteArrayInputStream("test\nTESTS\n\nd\n".getBytes(UTF_8)), false);
        assertThat(next()).isEqualTo("unknown");
        assertThat(next()).isEqualTo("TESTS");
        assertThat(next()).isEqualTo("DMESG");
        assertThat(next()).isEqualTo("QUIT");
    }

    @Test
    void keysAreCommands() throws Exception {
        keyboard(new ByteArrayInputStream("r\nx".getBytes(UTF_8)), true);
        assertThat(next()).isEqualTo("RESTART");
        assertThat(next()).isEqualTo("unknown");
        assertThat(next()).isEqualTo("QUIT");
    }

    @Test
    void whatIsTypedAfterAShellWasAskedForIsTheShells() throws Exception {
        try (var user = new PipedOutputStream();
                var input = new PipedInputStream(user)) {
            var keyboard = keyboard(input, false);
            user.write("shell\nquit\n".getBytes(UTF_8));
            user.flush();
            assertThat(next()).isEqualTo("SHELL");
            keyboard.lend((bytes, length) -> heard.add(new String(bytes, 0, length, UTF_8)));
            keyboard.answer();
            assertThat(next() + next() + next() + next() + next()).isEqualTo("quit\n");
            keyboard.takeBack();
            user.write("r\n".getBytes(UTF_8));
            user.flush();
            assertThat(next()).isEqualTo("RESTART");
        }
    }
}
