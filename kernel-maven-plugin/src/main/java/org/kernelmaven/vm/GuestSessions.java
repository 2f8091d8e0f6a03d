package org.kernelmaven.vm;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.kernelmaven.UserException;
import org.kernelmaven.kbuild.Arch;
import org.kernelmaven.tool.Command;
import org.kernelmaven.tool.CommandRunner;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Boots guests that are talked to, with KVM where that works. */
public final class GuestSessions {

    private static final Logger LOG = LoggerFactory.getLogger(GuestSessions.class);

    private final CommandRunner runner;
    private final GuestRunner guests;

    /** @param guests knows the command that boots a guest */
    public GuestSessions(CommandRunner runner, GuestRunner guests) {
        this.runner = runner;
        this.guests = guests;
    }

    /**
     * Boots a guest and waits until it takes orders.
     *
     * @param guest its initramfs has an {@link Initramfs.Agent}; its timeout is what it may take to boot
     * @param patience what it may take for each order
     * @param lines takes each line of the console but while a shell runs, on another thread; an
     *     {@link java.io.UncheckedIOException} of it ends the guest, and is thrown by what waits for an answer
     * @param onEnd told when the guest ends by itself after that, on another thread; also while it does something
     * @throws org.kernelmaven.UserException where it does not come up
     * @throws java.io.InterruptedIOException where the thread was interrupted; its flag is set again
     */
    public GuestSession boot(Guest guest, Duration patience, Consumer<String> lines, Consumer<Reply.Lost> onEnd)
            throws IOException {
        return boot(guest, machine -> machine, patience, lines, onEnd);
    }

    /**
     * As {@link #boot(Guest, Duration, Consumer, Consumer)}, from what was kept of such a guest when it had booted;
     * where there is nothing, that is kept now. The lines come as if it had booted.
     *
     * @param initramfs what tells the guest's initramfs from others: a digest
     */
    public GuestSession boot(
            Guest guest,
            Snapshots snapshots,
            String initramfs,
            Duration patience,
            Consumer<String> lines,
            Consumer<Reply.Lost> onEnd)
            throws IOException {
        if (!snapshots.works() || !takesSnapshots(guest)) {
            return boot(guest, patience, lines, onEnd);
        }
        var snapshot = snapshots.restoring(guests.command(guest), initramfs);
        if (snapshot.isPresent()) {
            try {
                var session = ConsoleSession.restore(
                        runner,
                        snapshot.get(),
                        snapshots::goesOn,
                        Snapshots.PATIENCE,
                        patience,
                        wires(guest, patience, lines, onEnd));
                snapshots.replay(lines);
                return session;
            } catch (UserException e) {
                LOG.debug("no guest comes up of what was kept: guests boot from now on", e);
                snapshots.giveUp();
                return boot(guest, patience, lines, onEnd);
            }
        }
        var recorder = new Snapshots.Recorder(lines);
        var session = boot(guest, snapshots::watched, patience, recorder, onEnd);
        var goesOn = false;
        try {
            goesOn = snapshots.take(guests.command(guest), initramfs, recorder);
        } finally {
            if (!goesOn) {
                session.close();
            }
        }
        return goesOn ? session : boot(guest, patience, lines, onEnd);
    }

    /** The drivers of {@link Guest#channel}, for kernels that have them as modules; none where there is no channel. */
    public static List<String> channelDrivers(Arch arch) {
        return Machine.of(arch).channelDrivers();
    }

    private static ConsoleSession.Wires wires(
            Guest guest, Duration patience, Consumer<String> lines, Consumer<Reply.Lost> onEnd) {
        return new ConsoleSession.Wires(
                guest.channel().map(socket -> new GuestChannel(socket, patience)), lines, onEnd);
    }

    /** What a guest has mounted of this machine is not in its state. */
    private static boolean takesSnapshots(Guest guest) {
        return Machine.of(guest.arch()).takesSnapshots() && guest.shares().isEmpty();
    }

    private interface Change {
        Command of(Command machine) throws IOException;
    }

    private GuestSession boot(
            Guest guest, Change change, Duration patience, Consumer<String> lines, Consumer<Reply.Lost> onEnd)
            throws IOException {
        if (guests.usesKvm(guest)) {
            try {
                return start(change.of(guests.command(guest, true)), guest, patience, lines, onEnd);
            } catch (BrokenMachineException e) {
                guests.kvmFailed(e.getMessage());
            }
        }
        return start(change.of(guests.command(guest, false)), guest, patience, lines, onEnd);
    }

    private GuestSession start(
            Command machine, Guest guest, Duration patience, Consumer<String> lines, Consumer<Reply.Lost> onEnd)
            throws IOException {
        return ConsoleSession.boot(runner, machine, guest.timeout(), patience, wires(guest, patience, lines, onEnd));
    }
}
