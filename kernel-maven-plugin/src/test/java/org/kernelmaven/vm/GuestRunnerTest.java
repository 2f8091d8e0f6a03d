package org.kernelmaven.vm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.kernelmaven.UserException;
import org.kernelmaven.kbuild.Arch;
import org.kernelmaven.tool.CommandRunner;
import org.kernelmaven.tool.Host;
import org.kernelmaven.tool.Running;

/** Runs a script in QEMU's place, which prints what a guest's console would show. */
@Timeout(60)
class GuestRunnerTest {

    private final Path directory;
    private final Path kvm;
    private final List<String> seen = Collections.synchronizedList(new ArrayList<>());

    GuestRunnerTest(@TempDir Path directory) throws IOException {
        this.directory = directory;
        this.kvm = directory.resolve("kvm");
        Files.writeString(directory.resolve("bzImage"), "");
        Files.writeString(directory.resolve("initramfs"), "");
    }

    private Guest guest(Arch arch, String... parameters) {
        return new Guest(
                arch,
                directory.resolve("bzImage"),
                Optional.of(directory.resolve("initramfs")),
                List.of(parameters),
                256,
                1,
                Duration.ofSeconds(30));
    }

    private Host host(String machine) {
        return new Host(machine, 2, List.of(directory));
    }

    private void stub(String program, String script) throws IOException {
        var file = Files.writeString(directory.resolve(program), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** Time passes a hundred times as fast, so that no test waits for a guest. */
    private GuestRunner qemu() {
        var started = System.nanoTime();
        return new GuestRunner(
                new CommandRunner(), host("x86_64"), kvm, () -> started + (System.nanoTime() - started) * 100);
    }

    private Outcome boot(String script) throws IOException {
        stub("qemu-system-x86_64", script);
        return qemu().run(guest(Arch.X86_64), seen::add);
    }

    private static String print(String... lines) {
        return "printf '%s\\n' '" + String.join("' '", lines) + "'\n";
    }

    @Test
    void aGuestThatPowersOffSucceeds() throws IOException {
        var outcome =
                boot(print("Linux version 6.1", GuestInit.BOOTED + "6.1.5", GuestInit.DONE, "reboot: Power down"));
        assertThat(outcome).isInstanceOf(Outcome.PoweredOff.class);
        assertThat(outcome.succeeded()).isTrue();
        assertThat(seen)
                .containsExactly("Linux version 6.1", GuestInit.BOOTED + "6.1.5", GuestInit.DONE, "reboot: Power down");
    }

    @Test
    void stampsAndEscapesHideNothing() throws IOException {
        var escape = "\u001b[2J\u001b[01;31m";
        var outcome = boot(print(
                escape + "[    0.100000] booting\r",
                "[    1.234567][    T1] " + GuestInit.FAILED + "load x: error 8",
                "[    1.3] " + GuestInit.DONE));
        assertThat(seen).first().isEqualTo("[    0.100000] booting");
        assertThat(outcome).isEqualTo(new Outcome.Failed(List.of("failed to load x: error 8")));
        assertThat(outcome.succeeded()).isFalse();
    }

    @Test
    void aPanicIsSeenThoughQemuEndsWell() throws IOException {
        var line = "Kernel panic - not syncing: VFS: Unable to mount root fs on unknown-block(0,0)";
        assertThat(boot(print("[    2.000001] " + line, "---[ end " + line + " ]---")))
                .isEqualTo(new Outcome.Panicked(line));
    }

    @Test
    void aGuestThatHangsAfterItsPanicIsEnded() throws IOException {
        assertThat(boot(print("Kernel panic - not syncing: x") + "sleep 300"))
                .isEqualTo(new Outcome.Panicked("Kernel panic - not syncing: x"));
    }

    @Test
    void aMachineThatCannotPowerOffIsEnded() throws IOException {
        assertThat(boot(print(GuestInit.DONE, "reboot: System halted") + "sleep 300")
                        .succeeded())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "BUG: kernel NULL pointer dereference, address: 0000000000000000",
                "Oops: 0002 [#1] SMP",
                "kernel BUG at mm/slub.c:305!",
                "general protection fault, probably for non-canonical address 0xdead: 0000 [#1]",
                "watchdog: BUG: soft lockup - CPU#0 stuck for 26s! [swapper/0:1]",
                "rcu: INFO: rcu_preempt detected stalls on CPUs/tasks:",
                "rcu: INFO: rcu_sched self-detected stall on CPU",
                "INFO: task init:1 blocked for more than 120 seconds.",
                "Unable to handle kernel paging request at virtual address 0000000000001000",
                "Internal error: Oops: 96000045 [#1] SMP",
                "BUG: KASAN: use-after-free in f+0x1/0x2 [x]"
            })
    void aFaultOfTheKernelFailsEvenAGuestThatPowersOff(String line) throws IOException {
        var outcome = boot(print("[    1.000000] " + line, GuestInit.DONE));
        assertThat(outcome).isEqualTo(new Outcome.Oopsed(line));
        assertThat(outcome.describe()).contains(line);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ACPI BIOS Error (bug): Could not resolve symbol",
                "rcu: Hierarchical RCU implementation.",
                "clocksource: tsc: mask: 0xffffffffffffffff",
                "    ok 1 - oops_test: general protection fault is caught"
            })
    void aHealthyLineIsNoFault(String line) throws IOException {
        assertThat(boot(print(line, GuestInit.DONE)).succeeded()).isTrue();
    }

    private List<String> faults(String... lines) throws IOException {
        stub("qemu-system-x86_64", print(lines));
        return qemu().boot(guest(Arch.X86_64), seen::add).faults().stream()
                .map(Fault::describe)
                .toList();
    }

    private static String said(String words) {
        return "[    2.000000] " + GuestInit.PREFIX + words;
    }

    @Test
    void aFaultIsToldWithAllItsLinesAndWhenItCame() throws IOException {
        assertThat(faults(
                        said("loading nulls"),
                        "[    2.1] nulls: loading out-of-tree module taints kernel.",
                        "[    2.1] BUG: kernel NULL pointer dereference, address: 0000000000000000",
                        "[    2.1] Oops: 0000 [#1]",
                        "[    2.1] Call Trace:",
                        "[    2.1]  ? do_one_initcall+0x1/0x2",
                        "[    2.1] ---[ end trace 0000000000000000 ]---",
                        "[    2.1] RIP: 0010:init+0x7/0x1000 [nulls]",
                        "[    2.1] note: init[1] exited with irqs disabled",
                        "[    2.1] Kernel panic - not syncing: Attempted to kill init! exitcode=0x00000009"))
                .containsExactly(
                        """
                        kernel fault while loading nulls:
                            BUG: kernel NULL pointer dereference, address: 0000000000000000
                            Oops: 0000 [#1]
                            Call Trace:
                             ? do_one_initcall+0x1/0x2
                            ---[ end trace 0000000000000000 ]---""");
    }

    @Test
    void anOopsOfInitIsNotHiddenByItsPanic() throws IOException {
        assertThat(boot(print(
                        "BUG: kernel NULL pointer dereference, address: 0",
                        "---[ end trace 0 ]---",
                        "Kernel panic - not syncing: Attempted to kill init! exitcode=0x00000009")))
                .isEqualTo(new Outcome.Oopsed("BUG: kernel NULL pointer dereference, address: 0"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "WARNING: CPU: 0 PID: 1 at /src/warns.c:2 warns_init+0x5/0x1000 [warns]",
                "WARNING: warns.c:2 at warns_init+0x5/0x1000 [warns], CPU#0: init/1",
                "WARNING: possible circular locking dependency detected",
                "WARNING: possible recursive locking detected",
                "WARNING: suspicious RCU usage",
                "WARNING: inconsistent lock state",
                "WARNING: bad unlock balance detected!"
            })
    void aWarningIsAFaultOfAGuestThatPowersOff(String line) throws IOException {
        stub(
                "qemu-system-x86_64",
                print(said("loading warns"), "[    2.1] " + line, "[    2.1] Call Trace:", said("loaded warns"))
                        + print(said("unloading warns"), said("unloaded warns"), said("done")));
        var run = qemu().boot(guest(Arch.X86_64), seen::add);
        assertThat(run.outcome().succeeded()).isTrue();
        assertThat(run.loaded()).containsExactly("warns");
        assertThat(run.faults())
                .containsExactly(
                        new Fault(Fault.Kind.WARNING, line, List.of(line, "Call Trace:"), "while loading warns", true));
    }

    @Test
    void aStackTraceByItselfIsToldWithWhatCameBefore() throws IOException {
        assertThat(faults(
                        said("loading dup"),
                        said("loaded dup"),
                        "[    2.1] dup: loading out-of-tree module taints kernel.",
                        "[    2.1] sysfs: cannot create duplicate filename",
                        "[    2.1] CPU: 0 PID: 1 Comm: init Tainted: G           O       6.1.192 #1",
                        "[    2.1] Call Trace:",
                        "[    2.1]  <TASK>",
                        said("unloading dup")))
                .containsExactly(
                        """
                        kernel warning after loading dup:
                            sysfs: cannot create duplicate filename
                            CPU: 0 PID: 1 Comm: init Tainted: G           O       6.1.192 #1
                            Call Trace:
                             <TASK>""");
    }

    @Test
    void aWarningOfTheBootIsNoFaultOfAModule() throws IOException {
        stub("qemu-system-x86_64", print("WARNING: CPU: 0 PID: 0 at x.c:1", said("loading a"), said("done")));
        assertThat(qemu().boot(guest(Arch.X86_64), seen::add).faults())
                .extracting(Fault::duringTest)
                .containsExactly(false);
    }

    @Test
    void leaksAreToldOneByOne() throws IOException {
        assertThat(faults(
                        said("unloaded leaky"),
                        said("leak: unreferenced object 0xff11 (size 64):"),
                        said("leak:   backtrace:"),
                        said("leak: unreferenced object 0xff22 (size 32):"),
                        said("done")))
                .containsExactly(
                        "memory leak after unloading:\n    unreferenced object 0xff11 (size 64):\n      backtrace:",
                        "memory leak after unloading:\n    unreferenced object 0xff22 (size 32):");
    }

    @Test
    void aModuleThatFailsToLoadIsToldWithWhatTheKernelSaid() throws IOException {
        assertThat(faults(
                        "[    1.0] booting",
                        said("loading user"),
                        "[    2.1] user: Unknown symbol base_answer (err -2)",
                        said("failed to load user: error 2"),
                        said("done")))
                .containsExactly("failure while loading user:\n    user: Unknown symbol base_answer (err -2)");
    }

    @Test
    void aReportWithoutEndIsCut() throws IOException {
        var lines = new ArrayList<String>();
        lines.add("BUG: endless");
        for (var i = 0; i < 1000; i++) {
            lines.add("line " + i + " " + "x".repeat(100));
        }
        stub("qemu-system-x86_64", print(lines.toArray(String[]::new)));
        var faults = qemu().boot(guest(Arch.X86_64), line -> {}).faults();
        assertThat(faults).hasSize(1);
        assertThat(faults.get(0).lines()).hasSize(FaultReader.MOST_LINES);
    }

    @Test
    void aGuestThatHangsIsEndedInTime() throws IOException {
        var outcome = boot(print("Run /init as init process")
                + "trap 'echo qemu-system-x86_64: terminating on signal 15; exit' TERM; sleep 300 & wait");
        assertThat(outcome).isEqualTo(new Outcome.TimedOut(Duration.ofSeconds(30), "Run /init as init process"));
        assertThat(outcome.describe()).contains("within 30 s");
    }

    @Test
    void aResetIsNoPowerOff() throws IOException {
        assertThat(boot(print("booting"))).isEqualTo(new Outcome.EndedEarly(0, List.of("booting")));
    }

    @Test
    void qemusOwnErrorsAreShown() throws IOException {
        var outcome = boot("echo 'qemu: could not load kernel' >&2; exit 1");
        assertThat(outcome.describe()).contains("exit code 1").contains("could not load kernel");
    }

    @Test
    void linesArriveWhileTheGuestRuns() throws IOException {
        stub("qemu-system-x86_64", print("first") + "read x < '" + directory + "/go'\n" + print(GuestInit.DONE));
        new ProcessBuilder("mkfifo", directory + "/go").start().onExit().join();
        var outcome = new GuestRunner(new CommandRunner(), host("x86_64"), kvm, new AtomicLong()::get)
                .run(guest(Arch.X86_64), line -> {
                    if (line.equals("first")) {
                        write(directory.resolve("go"));
                    }
                });
        assertThat(outcome.succeeded()).isTrue();
    }

    private static void write(Path fifo) {
        try {
            Files.writeString(fifo, "x\n", java.nio.file.StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void theMachineIsTheArchitecturesOwn() throws IOException {
        stub("qemu-system-aarch64", "");
        var argv = qemu().command(guest(Arch.ARM64, "quiet", "x=\"a b\"")).argv();
        assertThat(argv)
                .containsSequence("-M", "virt", "-cpu", "max,pauth-impdef=on", "-accel", "tcg")
                .containsSequence("-append", "console=ttyAMA0 panic=-1 printk.devkmsg=on quiet x=\"a b\"")
                .containsSequence("-initrd", directory.resolve("initramfs").toString())
                .contains("-no-reboot", "-nodefaults");
    }

    @Test
    void aGuestThatPrintsWithoutEndIsEnded() throws IOException {
        stub(
                "qemu-system-x86_64",
                "echo $$ > " + directory + "/pid\n" + print(said("loading loud")) + "exec yes " + "again".repeat(200));
        var taken = new AtomicLong();
        var outcome = new GuestRunner(new CommandRunner(), host("x86_64"))
                .run(guest(Arch.X86_64), line -> taken.addAndGet(line.length() + 1));
        assertThat(outcome).isEqualTo(new Outcome.Flooded(32, FaultReader.cut("again".repeat(200))));
        assertThat(outcome.describe()).contains("more than 32 MiB");
        assertThat(taken.get()).isBetween((32L << 20) - 2000, 32L << 20);
        assertThat(Running.is(Files.readString(directory.resolve("pid")))).isFalse();
    }

    @Test
    void aFloodThatFollowsAFaultTellsTheFault() throws IOException {
        stub(
                "qemu-system-x86_64",
                print("BUG: unable to handle page fault") + "exec yes ' ? f+0x1/0x2" + " ".repeat(900) + "x'");
        assertThat(new GuestRunner(new CommandRunner(), host("x86_64")).run(guest(Arch.X86_64), line -> {}))
                .isEqualTo(new Outcome.Flooded(32, "BUG: unable to handle page fault"));
    }

    @Test
    void kvmIsUsedWhereItCanBe() throws IOException {
        stub("qemu-system-x86_64", "");
        stub("qemu-system-aarch64", "");
        assertThat(qemu().command(guest(Arch.X86_64)).argv()).doesNotContain("kvm");
        Files.writeString(kvm, "");
        assertThat(qemu().command(guest(Arch.X86_64)).argv()).containsSequence("-accel", "kvm");
        assertThat(qemu().command(guest(Arch.ARM64)).argv()).doesNotContain("kvm");
    }

    @Test
    void kvmThatDoesNotWorkGivesWayToEmulation() throws IOException {
        Files.writeString(kvm, "");
        var outcome = boot("case \"$*\" in *' kvm '*) echo 'failed to set MSR' >&2; kill -ABRT $$;; esac\n"
                + print(GuestInit.DONE));
        assertThat(outcome.succeeded()).isTrue();
        // Nor is it tried again in this JVM, by whoever.
        assertThat(qemu().means(guest(Arch.X86_64))).isEqualTo("with emulation");
    }

    @Test
    void aMissingQemuNamesItsPackage() {
        assertThatThrownBy(() -> qemu().run(guest(Arch.ARM64), seen::add))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("'qemu-system-aarch64' is not on the PATH")
                .hasMessageContaining("Debian and Ubuntu: apt-get install qemu-system-arm; Fedora: dnf install"
                        + " qemu-system-aarch64-core; openSUSE: zypper install qemu-arm; Arch: pacman -S"
                        + " qemu-system-aarch64; Alpine: apk add qemu-system-aarch64");
    }

    @Test
    void aMissingImageSaysToBuildIt() throws IOException {
        Files.delete(directory.resolve("bzImage"));
        assertThatThrownBy(() -> boot(""))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("bzImage")
                .hasMessageContaining("mvn kernel:build");
    }

    private Guest userMode(String script) throws IOException {
        stub("linux", "");
        // The first bytes of a program, so that it is taken for a kernel; what runs it is not the real setsid.
        Files.copy(Path.of("/bin/true"), directory.resolve("linux"), StandardCopyOption.REPLACE_EXISTING);
        stub("setsid", script);
        return new Guest(
                Arch.UM,
                directory.resolve("linux"),
                Optional.of(directory.resolve("initramfs")),
                List.of("quiet"),
                64,
                1,
                Duration.ofSeconds(30));
    }

    @Test
    void aUserModeKernelIsStartedItselfInAGroupOfItsOwn() throws IOException {
        var guest = userMode("echo \"$*\"; pwd\n" + print(GuestInit.DONE));
        assertThat(qemu().run(guest, seen::add).succeeded()).isTrue();
        assertThat(seen)
                .startsWith(
                        directory.resolve("linux") + " mem=64M initrd=initramfs uml_dir=uml/ con=none con0=fd:0,fd:1"
                                + " panic=-1 printk.devkmsg=on quiet",
                        directory.toRealPath().toString());
        assertThat(qemu().means(guest)).isEqualTo("as a program of this machine");
    }

    @Test
    void aGuestThatWaitsForADebuggerDoesAtAFile() throws IOException {
        stub("qemu-system-x86_64", "");
        var plain = guest(Arch.X86_64);
        var guest = plain.withDebugger(directory.resolve("a,b"));
        assertThat(qemu().command(guest).argv())
                .containsSequence(
                        "-chardev",
                        "socket,id=gdb,server=on,wait=off,path=" + directory + "/a,,b",
                        "-gdb",
                        "chardev:gdb",
                        "-S");
        assertThat(qemu().command(plain).argv()).doesNotContain("-S", "-gdb");
    }

    @ParameterizedTest
    @CsvSource({"X86_64, max", "RISCV64, rv64", "LOONGARCH64, la464"})
    void theProcessorIsOneThatOldQemusKnow(Arch arch, String processor) throws IOException {
        stub(QemuMachine.of(arch).program(), "");
        assertThat(qemu().command(guest(arch)).argv()).containsSequence("-cpu", processor);
    }

    @ParameterizedTest
    @CsvSource({"X86_64, virtio-serial-pci", "RISCV64, virtio-serial-device", "S390X, virtio-serial-ccw"})
    void theChannelIsAPortOfVirtioConsole(Arch arch, String device) throws IOException {
        var plain = guest(arch);
        stub(QemuMachine.of(arch).program(), "");
        var guest = plain.withChannel(directory.resolve("a,b"));
        assertThat(qemu().command(guest).argv())
                .containsSequence(
                        "-chardev",
                        "socket,id=files,server=on,wait=off,path=" + directory + "/a,,b",
                        "-device",
                        device,
                        "-device",
                        "virtserialport,nr=1,chardev=files,name=kernel-maven.files");
        assertThat(qemu().command(plain).argv()).doesNotContain(device);
    }

    @ParameterizedTest
    @CsvSource({"X86_64, virtio-9p-pci", "ARM64, virtio-9p-device", "S390X, virtio-9p-ccw"})
    void aShareIsADeviceOfTheMachine(Arch arch, String device) throws IOException {
        var plain = guest(arch);
        stub(QemuMachine.of(arch).program(), "");
        var guest = plain.withShares(List.of(
                new GuestShare(directory.resolve("a,b"), "data", false), new GuestShare(directory, "out", true)));
        assertThat(qemu().command(guest).argv())
                .containsSequence(
                        "-fsdev",
                        "local,id=share0,security_model=none,multidevs=remap,readonly=on,path=" + directory + "/a,,b",
                        "-device",
                        device + ",fsdev=share0,mount_tag=share0",
                        "-fsdev",
                        "local,id=share1,security_model=none,multidevs=remap,readonly=off,path=" + directory,
                        "-device",
                        device + ",fsdev=share1,mount_tag=share1");
        assertThat(qemu().command(plain).argv()).doesNotContain("-fsdev");
    }

    @Test
    void aUserModeKernelHasOneProcessor() throws IOException {
        var one = userMode("");
        var two = new Guest(Arch.UM, one.kernel(), one.initramfs(), List.of(), 64, 2, Duration.ofSeconds(30));
        assertThatThrownBy(() -> qemu().run(two, seen::add))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("<cpus>");
    }

    @Test
    void anImageOfAnotherArchitectureStartsNothing() throws IOException {
        Files.write(directory.resolve("bzImage"), BootImageTest.header(0x38, "ARMd"));
        stub("qemu-system-x86_64", print(GuestInit.DONE));
        assertThatThrownBy(() -> qemu().run(guest(Arch.X86_64), seen::add))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("Cannot boot '" + directory.resolve("bzImage") + "'")
                .hasMessageContaining("it is a kernel for arm64, and the guest is to be x86_64");
        assertThat(seen).isEmpty();
    }

    @Test
    void whatIsNoProgramIsNoUserModeKernel() throws IOException {
        var guest = userMode(print(GuestInit.DONE));
        Files.writeString(guest.kernel(), "text");
        assertThatThrownBy(() -> qemu().run(guest, seen::add))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("it is no program, and the guest is to be um");
    }

    @Test
    void parametersOnSeveralLinesAreRefused() {
        assertThatThrownBy(() -> guest(Arch.X86_64, "a\nb"))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("<kernelParameters>");
    }

    @Test
    void anImpossibleMachineIsRefused() {
        var kernel = directory.resolve("bzImage");
        assertThatThrownBy(
                        () -> new Guest(Arch.X86_64, kernel, Optional.empty(), List.of(), 1, 1, Duration.ofSeconds(1)))
                .hasMessageContaining("<memory>: 1 MiB");
        assertThatThrownBy(
                        () -> new Guest(Arch.X86_64, kernel, Optional.empty(), List.of(), 64, 0, Duration.ofSeconds(1)))
                .hasMessageContaining("<cpus>: 0");
        assertThatThrownBy(() -> new Guest(
                        Arch.X86_64,
                        kernel,
                        Optional.empty(),
                        List.of(),
                        64,
                        1,
                        Duration.ofNanos(-TimeUnit.SECONDS.toNanos(1))))
                .hasMessageContaining("<timeout>");
    }
}
