package org.kernelmaven.vm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.kernelmaven.UserException;
import org.kernelmaven.tool.Command;
import org.kernelmaven.tool.CommandRunner;
import org.kernelmaven.tool.Running;

/** Talks to a script, which answers as a guest's init does; {@code it/full/dev.sh} has the real one. */
@Timeout(60)
class ConsoleSessionTest {

    private static final String SAY = "say() { echo \"kernel-maven: $*\"; }\necho $$ >pid\n";
    private static final String UP = SAY + "say booted 6.1\nsay ready\n";

    private final Path directory;
    private final LinkedBlockingQueue<Reply.Lost> ends = new LinkedBlockingQueue<>();

    ConsoleSessionTest(@TempDir Path directory) {
        this.directory = directory;
    }

    private ConsoleSession.Wires wires() {
        return new ConsoleSession.Wires(Optional.empty(), line -> {}, ends::add);
    }

    private ConsoleSession boot(String script, Duration patience) throws IOException {
        return boot(script, patience, wires());
    }

    private ConsoleSession boot(String script, Duration patience, ConsoleSession.Wires wires) throws IOException {
        return ConsoleSession.boot(
                new CommandRunner(),
                Command.of(directory, "sh", "-c", script),
                Duration.ofSeconds(30),
                patience,
                wires);
    }

    private ConsoleSession boot(String script) throws IOException {
        return boot(script, Duration.ofSeconds(30));
    }

    private boolean runs() throws IOException {
        return Running.is(Files.readString(directory.resolve("pid")));
    }

    @Test
    void fileIsSentInPiecesEachWhenInitAsksForIt() throws IOException {
        var module = Files.writeString(directory.resolve("a.ko"), "0123456789");
        var script = UP
                + """
                read put path size hash; echo "$put $path $size $hash" >order
                say want 6; head -c 6 >got; say want 4; head -c 4 >>got; say "put $path"; say ready
                read line; echo "$line" >>order; say loading a; say loaded a; say ready
                read line
                """;
        try (var session = boot(script)) {
            var sent = new Initramfs.Module(module, "x=1");
            assertThat(session.send(sent)).isInstanceOf(Reply.Done.class);
            assertThat(session.load(sent)).isInstanceOf(Reply.Done.class);
        }
        assertThat(directory.resolve("got")).hasContent("0123456789");
        // FNV-1a of the digits, by its definition (draft-eastlake-fnv).
        assertThat(directory.resolve("order")).hasContent("put /modules/a.ko 10 4185952242\nload /modules/a.ko x=1\n");
        assertThat(runs()).isFalse();
        assertThat(ends).isEmpty();
    }

    @Test
    void fileGoesByTheChannelWhereInitWantsItSo() throws Exception {
        var module = Files.writeString(directory.resolve("a.ko"), "0123456789");
        var script = UP
                + """
                await() { until [ "$(wc -c <got)" = $1 ]; do sleep 0.05; done; }
                read put; say want 6 by channel; await 6; say want 4 by channel; await 10; say "put /modules/a.ko"; say ready
                read line
                """;
        var path = directory.resolve("socket");
        var got = directory.resolve("got");
        try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
                var file = FileChannel.open(got, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            server.bind(UnixDomainSocketAddress.of(path));
            var guest = CompletableFuture.runAsync(() -> copy(server, file));
            var channel = new GuestChannel(path, Duration.ofSeconds(30));
            var wires = new ConsoleSession.Wires(Optional.of(channel), line -> {}, ends::add);
            try (var session = boot(script, Duration.ofSeconds(30), wires)) {
                assertThat(session.send(new Initramfs.Module(module, ""))).isInstanceOf(Reply.Done.class);
            }
            // The session closes its end.
            guest.get(30, TimeUnit.SECONDS);
        }
        assertThat(got).hasContent("0123456789");
    }

    private static void copy(ServerSocketChannel server, FileChannel file) {
        var bytes = ByteBuffer.allocate(64);
        try (var from = server.accept()) {
            while (from.read(bytes) >= 0) {
                file.write(bytes.flip());
                bytes.clear();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void guestWhoseChannelTakesNothingIsLost() throws IOException {
        var module = Files.writeString(directory.resolve("a.ko"), "0123456789");
        var channel = new GuestChannel(directory.resolve("no-socket"), Duration.ofSeconds(1));
        var wires = new ConsoleSession.Wires(Optional.of(channel), line -> {}, ends::add);
        var script = UP + "read put; say want 10 by channel; read line";
        try (var session = boot(script, Duration.ofSeconds(1), wires)) {
            assertThat(session.send(new Initramfs.Module(module, "")))
                    .isInstanceOfSatisfying(
                            Reply.Lost.class, lost -> assertThat(lost.why()).contains("no answer within 1 s"));
        }
    }

    @Test
    void channelThatIsFullIsGivenUp() throws IOException {
        var path = directory.resolve("socket");
        try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
                var channel = new GuestChannel(path, Duration.ofMillis(100))) {
            server.bind(UnixDomainSocketAddress.of(path));
            var much = new byte[1 << 24];
            assertThatThrownBy(() -> channel.send(much, 0, much.length)).hasMessageContaining("takes nothing");
        }
    }

    @Test
    void whatInitCannotDoIsRefusedAndTheGuestGoesOn() throws IOException {
        var script = UP + "read line; say failed to unload a: error 11; say ready; read line; say ready; read line";
        try (var session = boot(script)) {
            assertThat(session.unload("a"))
                    .isInstanceOfSatisfying(Reply.Refused.class, refused -> assertThat(refused.words())
                            .isEqualTo("failed to unload a: error 11"));
            assertThat(session.unload("a")).isInstanceOf(Reply.Done.class);
        }
    }

    @Test
    void guestThatHangsIsLostAndEndsWhenItIsClosed() throws IOException {
        try (var session = boot(UP + "read line; say unloading a; sleep 300", Duration.ofSeconds(1))) {
            assertThat(session.unload("a")).isInstanceOfSatisfying(Reply.Lost.class, lost -> assertThat(lost.why())
                    .contains("no answer within 1 s while unloading a"));
            assertThat(runs()).isTrue();
        }
        assertThat(runs()).isFalse();
    }

    @Test
    void panicIsToldOnceItEndsTheGuest() throws Exception {
        var script = UP + "read line; say unloading a; echo 'BUG: kernel NULL pointer dereference, address: 0'"
                + "; echo 'Kernel panic - not syncing: Fatal exception'";
        try (var session = boot(script)) {
            var reply = session.unload("a");
            assertThat(reply).isInstanceOfSatisfying(Reply.Lost.class, lost -> assertThat(lost.why())
                    .isEqualTo("The kernel reported a fault while unloading a: BUG: kernel NULL"
                            + " pointer dereference, address: 0"));
            assertThat(ends.poll(10, TimeUnit.SECONDS)).isNotNull();
        }
    }

    @Test
    void onlyAGuestThatEndsByItselfWithoutErrorEndsPlainly() throws IOException {
        var endings = Map.of("exit 0", true, "exit 1", false, "echo 'Kernel panic - not syncing: x'", false);
        for (var ending : endings.entrySet()) {
            try (var session = boot(UP + "read line; say shell; " + ending.getKey())) {
                assertThat(session.shell(new ByteArrayOutputStream(), () -> {}))
                        .isInstanceOfSatisfying(Reply.Lost.class, lost -> assertThat(lost.wasPlainEnd())
                                .as(ending.getKey())
                                .isEqualTo(ending.getValue()));
            }
        }
    }

    @Test
    void interruptIsNoPlainEnd() throws IOException {
        try (var session = boot(UP + "read line; sleep 300")) {
            Thread.currentThread().interrupt();
            assertThat(session.unload("a"))
                    .isInstanceOfSatisfying(Reply.Lost.class, lost -> assertThat(lost.wasPlainEnd())
                            .isFalse());
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void whatIsTypedWhenTheShellHasBegunIsTheShells() throws IOException {
        var script = UP + "read line; say shell; read typed; echo \"you typed $typed\"; say ready; read line";
        var screen = new ByteArrayOutputStream();
        try (var session = boot(script)) {
            var typed = "x\n".getBytes(UTF_8);
            assertThat(session.shell(screen, () -> session.type(typed, typed.length)))
                    .isInstanceOf(Reply.Done.class);
        }
        assertThat(screen.toString(UTF_8)).contains("you typed x");
    }

    @Test
    void whatIsTypedForAShellThatHasEndedIsNoFailure() throws IOException {
        var burst = "printf 'kernel-maven: %s\\n' ready 'failed to understand exit: error 22' ready";
        try (var session = boot(UP + "read line; say shell; " + burst + "; read line")) {
            assertThat(session.shell(new ByteArrayOutputStream(), () -> {})).isInstanceOf(Reply.Done.class);
        }
        try (var session =
                boot(UP + "read line; say shell; say failed to start /bin/sh: error 2; say ready; read line")) {
            assertThat(session.shell(new ByteArrayOutputStream(), () -> {})).isInstanceOf(Reply.Refused.class);
        }
    }

    @Test
    void restoredGuestIsAskedWhetherItIsReadyOnceItGoesOn() throws IOException {
        var script =
                SAY + "while [ ! -e on ]; do sleep 0.05; done; read line; echo \"$line.\" >first; say ready; read line";
        var questions = new AtomicInteger();
        try (var session = ConsoleSession.restore(
                new CommandRunner(),
                Command.of(directory, "sh", "-c", script),
                () -> isOn(questions.incrementAndGet()),
                Duration.ofSeconds(30),
                Duration.ofSeconds(30),
                wires())) {
            assertThat(session.isRestored()).isTrue();
        }
        assertThat(questions).hasValue(3);
        assertThat(directory.resolve("first")).hasContent(".");
    }

    private boolean isOn(int question) {
        return question == 3 && directory.resolve("on").toFile().mkdir();
    }

    @Test
    void machineThatEndsInsteadOfGoingOnIsBroken() {
        assertThatThrownBy(() -> ConsoleSession.restore(
                        new CommandRunner(),
                        Command.of(directory, "sh", "-c", "echo 'error: load of migration failed'; exit 1"),
                        () -> false,
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(30),
                        wires()))
                .isInstanceOf(BrokenMachineException.class)
                .hasMessageContaining("load of migration failed");
    }

    @Test
    void linesThatCannotBeTakenEndTheGuest() {
        var full = new UncheckedIOException(new IOException("No space left on device"));
        assertThatThrownBy(() -> ConsoleSession.boot(
                        new CommandRunner(),
                        Command.of(directory, "sh", "-c", SAY + "echo booting; sleep 300"),
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(30),
                        new ConsoleSession.Wires(
                                Optional.empty(),
                                line -> {
                                    throw full;
                                },
                                ends::add)))
                .isSameAs(full);
    }

    @Test
    void guestThatDoesNotComeUpSaysWhyAndIsEnded() throws IOException {
        assertThatThrownBy(() -> boot(SAY + "echo 'Kernel panic - not syncing: No working init found.'; sleep 300"))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("did not come up")
                .hasMessageContaining("No working init found");
        assertThat(runs()).isFalse();
    }
}
