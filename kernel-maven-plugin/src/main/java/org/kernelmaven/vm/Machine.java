package org.kernelmaven.vm;

import java.util.List;
import java.util.Optional;
import org.kernelmaven.UserException;
import org.kernelmaven.kbuild.Arch;
import org.kernelmaven.tool.Command;
import org.kernelmaven.tool.Host;

/** What runs the guests of an architecture. */
sealed interface Machine permits QemuMachine, UserModeMachine {

    /** The one for an architecture. */
    static Machine of(Arch arch) {
        return arch == Arch.UM ? new UserModeMachine() : QemuMachine.of(arch);
    }

    /** Why it cannot run on that host, with the cure; empty where it can. */
    Optional<String> lack(Host host);

    /** Whether the host's processor can run the guest by KVM, where it is of the same kind. */
    boolean takesKvm();

    /** Whether {@link Snapshots} can keep its guests' state. */
    boolean takesSnapshots();

    /** The drivers of {@link Guest#channel}, as modules are called; none where it takes no channel. */
    List<String> channelDrivers();

    /** How it runs a guest, to follow "Booting Linux 6.1". */
    String means(boolean withKvm);

    /**
     * How a guest mounts a share.
     *
     * @param number of the share among the guest's
     */
    GuestShare.Mount mount(int number, GuestShare share);

    /**
     * The command that boots a guest, its console on standard input and output.
     *
     * @param withKvm whether KVM runs it
     * @throws UserException where it cannot run on that host, or not that guest
     */
    Command command(Guest guest, Host host, boolean withKvm);
}
