package org.kernelmaven.vm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.kernelmaven.UserException;
import org.kernelmaven.kbuild.Arch;
import org.kernelmaven.tool.Command;
import org.kernelmaven.tool.CommandResult;
import org.kernelmaven.tool.CommandRunner;
import org.kernelmaven.tool.Host;

/** Boots a kernel, by KVM where this machine has it, and watches its console. */
public final class GuestRunner {

    /** How long a guest that panicked or is done may take to end itself: some machines cannot. */
    private static final Duration LINGER = Duration.ofSeconds(5);

    private final CommandRunner runner;
    private final Host host;
    private final Kvm kvm;
    private final LongSupplier nanos;

    /** A runner of guests on that machine. */
    public GuestRunner(CommandRunner runner, Host host) {
        this(runner, host, Path.of("/dev/kvm"), System::nanoTime);
    }

    GuestRunner(CommandRunner runner, Host host, Path kvm, LongSupplier nanos) {
        this.runner = runner;
        this.host = host;
        this.kvm = new Kvm(kvm);
        this.nanos = nanos;
    }

    /**
     * Boots it and waits for its end; {@link #boot} tells more.
     *
     * @param lines takes each line of the console, without terminal escapes; {@value Console#MOST_MEBIBYTES} MiB at
     *     most
     * @throws UserException where what runs it is not installed, or the image is not there or for another architecture
     * @throws java.io.InterruptedIOException where the thread was interrupted; no process is left
     */
    public Outcome run(Guest guest, Consumer<String> lines) throws IOException {
        return boot(guest, lines).outcome();
    }

    /** As {@link #run}, with all that was seen. */
    public GuestRun boot(Guest guest, Consumer<String> lines) throws IOException {
        if (!usesKvm(guest)) {
            return boot(guest, command(guest, false), lines);
        }
        var run = boot(guest, command(guest, true), lines);
        if (run.outcome() instanceof Outcome.EndedEarly early && early.exitCode() != 0) {
            var emulated = boot(guest, command(guest, false), lines);
            // Else it was not for KVM that QEMU failed.
            if (!(emulated.outcome() instanceof Outcome.EndedEarly end && end.exitCode() != 0)) {
                kvmFailed("QEMU failed with KVM: " + String.join(" ", early.tail()));
            }
            return emulated;
        }
        return run;
    }

    /**
     * As {@link #boot(Guest, Consumer)}, with a file that keeps what it prints.
     *
     * @param console the file, made anew
     * @param lines takes each line after the file has it
     */
    public GuestRun boot(Guest guest, Path console, Consumer<String> lines) throws IOException {
        try (var log = new ConsoleLog(console, lines)) {
            return boot(guest, log);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private GuestRun boot(Guest guest, Command command, Consumer<String> lines) throws IOException {
        var console = new Console();
        var started = nanos.getAsLong();
        var watch = new Watch(console, guest.timeout(), started);
        var result = runner.run(command, line -> console.line(line).ifPresent(lines), watch);
        var elapsed = Duration.ofNanos(nanos.getAsLong() - started);
        return new GuestRun(
                outcome(guest, console, result, elapsed),
                console.faults(),
                console.loaded(),
                console.during(),
                elapsed);
    }

    /** Why no kernel of that architecture can be booted on this machine, with the cure; empty where it can. */
    public Optional<String> lack(Arch arch) {
        return Machine.of(arch).lack(host);
    }

    /**
     * Checks all that can be known before it is started.
     *
     * @throws UserException where what runs it is not installed, or the image is not there or for another architecture
     */
    public void requireBootable(Guest guest) throws IOException {
        command(guest);
    }

    /** The command that boots it, for messages and for scripts. */
    public Command command(Guest guest) throws IOException {
        return command(guest, usesKvm(guest));
    }

    Command command(Guest guest, boolean withKvm) throws IOException {
        requireFile(guest.kernel());
        guest.initramfs().ifPresent(GuestRunner::requireFile);
        BootImage.check(guest);
        return Machine.of(guest.arch()).command(guest, host, withKvm);
    }

    private static void requireFile(Path file) {
        if (!Files.isReadable(file)) {
            throw new UserException("Cannot boot: no readable file '" + file + "'. Build it first: mvn kernel:build");
        }
    }

    /** Whether the processor itself runs the guest; else QEMU emulates it, some ten times slower. */
    boolean usesKvm(Guest guest) {
        return Machine.of(guest.arch()).takesKvm() && guest.arch().runsOn(host) && kvm.works();
    }

    /** @param why KVM does not work on this machine */
    void kvmFailed(String why) {
        kvm.failed(why);
    }

    /** How it is run, to follow "Booting Linux 6.1". */
    public String means(Guest guest) {
        return Machine.of(guest.arch()).means(usesKvm(guest));
    }

    private static Outcome outcome(Guest guest, Console console, Optional<CommandResult> result, Duration elapsed) {
        if (console.flooded()) {
            return new Outcome.Flooded(
                    Console.MOST_MEBIBYTES,
                    console.oops().map(Fault::title).or(console::panic).orElseGet(console::last));
        }
        // An oops of init ends in the panic that init was killed, which says nothing.
        if (console.oops().isPresent()) {
            return new Outcome.Oopsed(console.oops().get().title());
        }
        if (console.panic().isPresent()) {
            return new Outcome.Panicked(console.panic().get());
        }
        if (console.done()) {
            return console.failures().isEmpty()
                    ? new Outcome.PoweredOff(elapsed)
                    : new Outcome.Failed(console.failures());
        }
        return result.<Outcome>map(ended -> new Outcome.EndedEarly(ended.exitCode(), ended.tail()))
                .orElseGet(() -> new Outcome.TimedOut(guest.timeout(), console.last()));
    }

    /** Says whether to go on waiting. */
    private final class Watch implements BooleanSupplier {

        private final Console console;
        private final long deadline;
        private long over = Long.MAX_VALUE;

        Watch(Console console, Duration timeout, long started) {
            this.console = console;
            this.deadline = started + timeout.toNanos();
        }

        @Override
        public boolean getAsBoolean() {
            var now = nanos.getAsLong();
            if (over == Long.MAX_VALUE && (console.done() || console.panic().isPresent())) {
                over = now + LINGER.toNanos();
            }
            return !console.flooded() && now - deadline < 0 && (over == Long.MAX_VALUE || now - over < 0);
        }
    }
}
