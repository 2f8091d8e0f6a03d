package org.kernelmaven.vm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.kernelmaven.UserException;
import org.kernelmaven.kbuild.Arch;
import org.kernelmaven.tool.CommandRunner;
import org.kernelmaven.tool.Host;

/** Runs a script in QEMU's place, on a machine that has KVM. */
@Timeout(60)
class GuestSessionsTest {

    private final Path directory;

    GuestSessionsTest(@TempDir Path directory) throws IOException {
        this.directory = directory;
        for (var file : List.of("bzImage", "initramfs", "kvm")) {
            Files.writeString(directory.resolve(file), "");
        }
    }

    /** Boots it with a script that runs where KVM is used; each start leaves a line in a file. */
    private GuestSession boot(String withKvm) throws IOException {
        script("case \"$*\" in *' kvm '*) " + withKvm + ";; esac");
        var runner = new CommandRunner();
        var host = new Host("x86_64", 2, List.of(directory));
        var guests = new GuestRunner(runner, host, directory.resolve("kvm"), System::nanoTime);
        return new GuestSessions(runner, guests).boot(guest(), Duration.ofSeconds(30), line -> {}, lost -> {});
    }

    /** A QEMU whose monitor is a thread of the test; what it does of a snapshot is told. */
    private List<Boolean> bootTwice(StubMonitor monitor, String restored, List<String> lines) throws IOException {
        boot("exit 1").close();
        script("echo 'Linux version 6.1'; path=$(echo \"$*\" | sed 's/.*,path=\\([^ ]*\\).*/\\1/'); ln -s " + directory
                + "/real \"$path\"; case \"$*\" in *-incoming*) " + restored + ";; esac");
        var runner = new CommandRunner();
        var guests = new GuestRunner(
                runner, new Host("x86_64", 2, List.of(directory)), directory.resolve("no-kvm"), System::nanoTime);
        var sessions = new GuestSessions(runner, guests);
        var areRestored = new ArrayList<Boolean>();
        try (var snapshots = new Snapshots(directory);
                var qemu = monitor.listen(directory.resolve("real"))) {
            for (var i = 0; i < 2; i++) {
                try (var session =
                        sessions.boot(guest(), snapshots, "one", Duration.ofSeconds(30), lines::add, lost -> {})) {
                    areRestored.add(session.isRestored());
                }
            }
            assertThat(qemu.heard()).contains("stop");
        }
        return areRestored;
    }

    private static StubMonitor monitor() {
        return new StubMonitor(
                Map.of("query-migrate", List.of("completed"), "query-status", List.of("inmigrate", "paused")));
    }

    @Test
    void guestIsRestoredWithTheLinesOfItsBoot() throws IOException {
        var lines = Collections.synchronizedList(new ArrayList<String>());
        assertThat(bootTwice(monitor(), "read line; echo 'kernel-maven: ready'; read line; exit", lines))
                .containsExactly(false, true);
        assertThat(starts()).hasSize(4);
        assertThat(lines.stream().filter("kernel-maven: ready"::equals)).hasSize(3);
    }

    @Test
    void guestThatCannotBeRestoredBoots() throws IOException {
        assertThat(bootTwice(monitor(), "echo 'error: load of migration failed'; exit 1", new ArrayList<>()))
                .containsExactly(false, false);
        assertThat(starts()).hasSize(5);
    }

    @Test
    void guestThatStaysStoppedIsReplaced() throws IOException {
        var stopped = new StubMonitor(Map.of("query-migrate", List.of("completed"), "cont", List.of("error")));
        assertThat(bootTwice(stopped, "exit 1", new ArrayList<>())).containsExactly(false, false);
        assertThat(starts()).hasSize(5);
    }

    private Guest guest() {
        return new Guest(
                Arch.X86_64,
                directory.resolve("bzImage"),
                Optional.of(directory.resolve("initramfs")),
                List.of(),
                64,
                1,
                Duration.ofSeconds(30));
    }

    private void script(String lines) throws IOException {
        var qemu = Files.writeString(
                directory.resolve("qemu-system-x86_64"),
                "#!/bin/sh\necho start >>" + directory + "/starts\n" + lines
                        + "\necho 'kernel-maven: ready'; read line\n");
        Files.setPosixFilePermissions(qemu, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private List<String> starts() throws IOException {
        return Files.readAllLines(directory.resolve("starts"));
    }

    @Test
    void kvmThatDoesNotWorkGivesWayToEmulation() throws IOException {
        try (var session = boot("echo 'error: failed to set MSR'; exit 1")) {
            assertThat(session).isNotNull();
        }
        assertThat(starts()).hasSize(2);
        // It is not tried again in this JVM, by whoever.
        try (var session = boot("exit 1")) {
            assertThat(session).isNotNull();
        }
        assertThat(starts()).hasSize(3);
    }

    @Test
    void guestThatPanicsIsNotBootedAgain() throws IOException {
        assertThatThrownBy(() -> boot("echo '[    1.0] Kernel panic - not syncing: x'; exit 1"))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("The kernel panicked");
        assertThat(starts()).hasSize(1);
    }

    @Test
    void guestThatADebuggerEndsIsNotBootedAgain() throws IOException {
        assertThatThrownBy(() -> boot("echo 'qemu-system-x86_64: QEMU: Terminated via GDBstub'; exit 0"))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("did not come up");
        assertThat(starts()).hasSize(1);
    }

    @Test
    void interruptIsNoFailureOfKvm() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> boot("sleep 300")).isInstanceOf(InterruptedIOException.class);
        assertThat(Thread.interrupted()).isTrue();
    }
}
