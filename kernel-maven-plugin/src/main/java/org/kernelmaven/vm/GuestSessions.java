package org.kernelmaven.vm;

import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;
import org.kernelmaven.tool.CommandRunner;

/** Boots guests that are talked to, with KVM where that works. */
public final class GuestSessions {

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
        if (guests.usesKvm(guest)) {
            var command = guests.command(guest, true);
            try {
                return ConsoleSession.boot(runner, command, guest.timeout(), patience, lines, onEnd);
            } catch (BrokenMachineException e) {
                guests.kvmFailed(e.getMessage());
            }
        }
        return ConsoleSession.boot(runner, guests.command(guest, false), guest.timeout(), patience, lines, onEnd);
    }
}
