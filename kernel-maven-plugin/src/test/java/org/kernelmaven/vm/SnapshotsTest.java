package org.kernelmaven.vm;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.kernelmaven.tool.Command;

/** Talks to a thread that answers as QEMU's monitor does; {@code it/full/dev.sh} has the real one. */
@Timeout(60)
class SnapshotsTest {

    private static final String SOCKET = "socket,id=monitor,server=on,wait=off,path=";

    private final Path directory;
    private final Path sockets;
    private final Command boot;
    private final Snapshots snapshots;
    private final Snapshots.Recorder recorder = new Snapshots.Recorder(line -> {});
    private boolean goesOn;

    SnapshotsTest(@TempDir Path directory) throws IOException {
        this.directory = directory;
        this.boot = Command.of(directory, "qemu-system-x86_64", "-append", "quiet");
        this.snapshots = new Snapshots(directory);
        this.sockets = requireNonNull(socket(snapshots.watched(boot)).getParent());
    }

    @AfterEach
    void leavesNothing() throws IOException {
        snapshots.close();
        assertThat(directory).isEmptyDirectory();
        assertThat(sockets).doesNotExist();
    }

    private static Path socket(Command watched) {
        return watched.argv().stream()
                .filter(word -> word.startsWith(SOCKET))
                .map(word -> Path.of(word.substring(SOCKET.length())))
                .findFirst()
                .orElseThrow();
    }

    private List<String> take(StubMonitor monitor) throws IOException {
        try (var qemu = monitor.listen(socket(snapshots.watched(boot)))) {
            goesOn = snapshots.take(boot, "one", recorder);
            return qemu.heard();
        }
    }

    @Test
    void guestIsStoppedWrittenAndGoesOn() throws IOException {
        var heard = take(new StubMonitor(Map.of("query-migrate", List.of("setup", "active", "completed"))));
        assertThat(heard)
                .containsExactly(
                        "qmp_capabilities",
                        "stop",
                        "migrate-set-parameters",
                        "migrate exec:cat >snapshot",
                        "query-migrate",
                        "query-migrate",
                        "query-migrate",
                        "qmp_capabilities",
                        "query-migrate",
                        "cont");
        assertThat(goesOn).isTrue();
        var restoring = snapshots.restoring(boot, "one").orElseThrow();
        assertThat(restoring.argv())
                .startsWith("qemu-system-x86_64", "-append", "quiet")
                .endsWith("-incoming", "exec:cat <snapshot");
        assertThat(restoring.directory()).isEqualTo(directory);
    }

    @Test
    void linesOfTheBootAreGivenAgain() throws IOException {
        recorder.accept("Linux version 6.1");
        take(new StubMonitor(Map.of("query-migrate", List.of("completed"))));
        recorder.accept("widget: hello");
        var lines = new ArrayList<String>();
        snapshots.replay(lines::add);
        assertThat(lines).containsExactly("Linux version 6.1");
    }

    @Test
    void onlyTheSameGuestIsRestored() throws IOException {
        take(new StubMonitor(Map.of("query-migrate", List.of("completed"))));
        assertThat(snapshots.restoring(boot.plus(List.of("-smp", "2")), "one")).isEmpty();
        assertThat(snapshots.restoring(boot, "two")).isEmpty();
        assertThat(snapshots.restoring(boot, "one")).isPresent();
        snapshots.forget();
        assertThat(snapshots.restoring(boot, "one")).isEmpty();
    }

    @Test
    void guestOfAQemuThatCannotWriteItGoesOnAndNoOtherIsAsked() throws IOException {
        assertThat(take(new StubMonitor(Map.of("migrate", List.of("error"))))).endsWith("query-migrate", "cont");
        assertThat(goesOn).isTrue();
        assertThat(snapshots.restoring(boot, "one")).isEmpty();
        assertThat(snapshots.works()).isFalse();
    }

    @Test
    void writingThatFailsHalfwayKeepsNothing() throws IOException {
        assertThat(take(new StubMonitor(Map.of("query-migrate", List.of("active", "failed")))))
                .endsWith("cont");
        assertThat(goesOn).isTrue();
        assertThat(snapshots.restoring(boot, "one")).isEmpty();
    }

    @Test
    void guestIsToldToGoOnUntilQemuDoesThat() throws IOException {
        var monitor =
                new StubMonitor(Map.of("query-migrate", List.of("completed"), "cont", List.of("error", "error", "")));
        assertThat(take(monitor).stream().filter("cont"::equals)).hasSize(3);
        assertThat(goesOn).isTrue();
        assertThat(snapshots.restoring(boot, "one")).isPresent();
    }

    @Test
    void guestThatStaysStoppedIsTold() throws IOException {
        take(new StubMonitor(Map.of("query-migrate", List.of("completed"), "cont", List.of("error"))));
        assertThat(goesOn).isFalse();
    }

    @Test
    void qemuThatIsGoneKeepsNothing() throws IOException {
        assertThat(snapshots.take(boot, "one", recorder)).isFalse();
        assertThat(snapshots.restoring(boot, "one")).isEmpty();
        assertThat(snapshots.goesOn()).isFalse();
    }

    @Test
    void restoredGuestGoesOnOnceItIsRead() throws IOException {
        var monitor = new StubMonitor(Map.of("query-status", List.of("inmigrate", "paused")));
        try (var qemu = monitor.listen(socket(snapshots.watched(boot)))) {
            assertThat(snapshots.goesOn()).isFalse();
            assertThat(qemu.heard()).doesNotContain("cont");
            assertThat(snapshots.goesOn()).isTrue();
            assertThat(qemu.heard()).endsWith("query-status", "cont");
        }
    }
}
