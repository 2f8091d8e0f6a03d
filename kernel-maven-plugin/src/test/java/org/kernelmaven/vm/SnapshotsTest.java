package org.kernelmaven.vm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.kernelmaven.kbuild.Arch;
import org.kernelmaven.tool.Command;

/** Talks to a thread that answers as QEMU's monitor does; {@code it/full/dev.sh} has the real one. */
@Timeout(60)
class SnapshotsTest {

    private static final String SOCKET = "socket,id=monitor,server=on,wait=off,path=";

    private final Path directory;
    private final Path initramfs;
    private final Command boot;
    private final Snapshots snapshots;
    private final Snapshots.Recorder recorder = new Snapshots.Recorder(line -> {});

    SnapshotsTest(@TempDir Path directory) throws IOException {
        this.directory = directory;
        this.initramfs = Files.writeString(directory.resolve("initramfs"), "one");
        this.boot = Command.of(directory, "qemu-system-x86_64", "-append", "quiet");
        this.snapshots = new Snapshots(directory);
    }

    @AfterEach
    void leavesNothing() throws IOException {
        snapshots.close();
        try (var files = Files.list(directory)) {
            assertThat(files).containsExactly(initramfs);
        }
    }

    private Guest guest() {
        return new Guest(
                Arch.X86_64,
                directory.resolve("bzImage"),
                Optional.of(initramfs),
                List.of(),
                64,
                1,
                Duration.ofSeconds(30));
    }

    private static Path socket(Command watched) {
        return watched.argv().stream()
                .filter(word -> word.startsWith(SOCKET))
                .map(word -> Path.of(word.substring(SOCKET.length())))
                .findFirst()
                .orElseThrow();
    }

    private List<String> take(Monitor monitor) throws IOException {
        try (var qemu = monitor.listen(socket(snapshots.watched(boot)))) {
            snapshots.take(guest(), boot, recorder);
            return qemu.heard();
        }
    }

    @Test
    void guestIsStoppedWrittenAndGoesOn() throws IOException {
        var heard = take(new Monitor(Map.of("query-migrate", List.of("setup", "active", "completed"))));
        assertThat(heard)
                .containsExactly(
                        "qmp_capabilities",
                        "stop",
                        "migrate exec:cat >snapshot",
                        "query-migrate",
                        "query-migrate",
                        "query-migrate",
                        "cont");
        var restoring = snapshots.restoring(guest(), boot).orElseThrow();
        assertThat(restoring.argv())
                .startsWith("qemu-system-x86_64", "-append", "quiet")
                .endsWith("-incoming", "exec:cat <snapshot");
        assertThat(restoring.directory()).isEqualTo(directory);
    }

    @Test
    void linesOfTheBootAreGivenAgain() throws IOException {
        recorder.accept("Linux version 6.1");
        take(new Monitor(Map.of("query-migrate", List.of("completed"))));
        recorder.accept("widget: hello");
        var lines = new ArrayList<String>();
        snapshots.replay(lines::add);
        assertThat(lines).containsExactly("Linux version 6.1");
    }

    @Test
    void onlyTheSameGuestIsRestored() throws IOException {
        take(new Monitor(Map.of("query-migrate", List.of("completed"))));
        assertThat(snapshots.restoring(guest(), boot.plus(List.of("-smp", "2"))))
                .isEmpty();
        Files.writeString(initramfs, "two");
        assertThat(snapshots.restoring(guest(), boot)).isEmpty();
        Files.writeString(initramfs, "one");
        assertThat(snapshots.restoring(guest(), boot)).isPresent();
        snapshots.forget();
        assertThat(snapshots.restoring(guest(), boot)).isEmpty();
    }

    @Test
    void guestOfAQemuThatCannotWriteItGoesOnAndNoOtherIsAsked() throws IOException {
        assertThat(take(new Monitor(Map.of("migrate", List.of("error")))))
                .containsExactly("qmp_capabilities", "stop", "migrate exec:cat >snapshot", "cont");
        assertThat(snapshots.restoring(guest(), boot)).isEmpty();
        assertThat(take(new Monitor(Map.of()))).isEmpty();
    }

    @Test
    void writingThatFailsHalfwayKeepsNothing() throws IOException {
        assertThat(take(new Monitor(Map.of("query-migrate", List.of("active", "failed")))))
                .endsWith("query-migrate", "query-migrate", "cont");
        assertThat(snapshots.restoring(guest(), boot)).isEmpty();
    }

    @Test
    void qemuThatIsGoneKeepsNothing() throws IOException {
        snapshots.watched(boot);
        snapshots.take(guest(), boot, recorder);
        assertThat(snapshots.restoring(guest(), boot)).isEmpty();
        assertThat(snapshots.goesOn()).isFalse();
    }

    @Test
    void restoredGuestGoesOnOnceItIsRead() throws IOException {
        var monitor = new Monitor(Map.of("query-status", List.of("inmigrate", "paused")));
        try (var qemu = monitor.listen(socket(snapshots.watched(boot)))) {
            assertThat(snapshots.goesOn()).isFalse();
            assertThat(qemu.heard()).doesNotContain("cont");
            assertThat(snapshots.goesOn()).isTrue();
            assertThat(qemu.heard()).endsWith("query-status", "cont");
        }
    }

    /** What a monitor answers: for each command the states it tells of in turn, the last one for good. */
    private static final class Monitor {

        private final Map<String, Deque<String>> states;

        Monitor(Map<String, List<String>> states) {
            this.states = new java.util.HashMap<>();
            states.forEach((command, all) -> this.states.put(command, new ArrayDeque<>(all)));
        }

        Listening listen(Path socket) throws IOException {
            return new Listening(socket);
        }

        private String answer(String command) {
            var left = states.getOrDefault(command, new ArrayDeque<>(List.of("")));
            var state = left.size() > 1 ? left.remove() : left.element();
            return state.equals("error")
                    ? "{\"error\": {\"class\": \"GenericError\", \"desc\": \"migration is disabled\"}}\n"
                    : "{\"event\": \"RESUME\"}\n{\"return\": {"
                            + (state.isEmpty() ? "" : "\"status\": \"" + state + "\"") + "}}\n";
        }

        private final class Listening implements AutoCloseable {

            private final ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            private final List<String> heard = Collections.synchronizedList(new ArrayList<>());

            Listening(Path socket) throws IOException {
                server.bind(UnixDomainSocketAddress.of(socket));
                var thread = new Thread(this::serve, "monitor");
                thread.setDaemon(true);
                thread.start();
            }

            List<String> heard() {
                return List.copyOf(heard);
            }

            private void serve() {
                while (server.isOpen()) {
                    try (var client = server.accept()) {
                        talk(client);
                    } catch (IOException e) {
                        // The client went away, or the test has ended.
                    }
                }
            }

            private void talk(SocketChannel client) throws IOException {
                say(client, "{\"QMP\": {\"version\": {}, \"capabilities\": []}}\n");
                var lines = new BufferedReader(Channels.newReader(client, UTF_8));
                for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                    var request = JsonParser.parseString(line).getAsJsonObject();
                    var command = request.get("execute").getAsString();
                    var uri = request.getAsJsonObject("arguments").get("uri");
                    heard.add(uri == null ? command : command + " " + uri.getAsString());
                    say(client, answer(command));
                }
            }

            private void say(SocketChannel client, String text) throws IOException {
                client.write(ByteBuffer.wrap(text.getBytes(UTF_8)));
            }

            @Override
            public void close() throws IOException {
                server.close();
            }
        }
    }
}
