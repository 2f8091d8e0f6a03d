package org.kernelmaven.vm;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.kernelmaven.UserException;
import org.kernelmaven.tool.Command;
import org.kernelmaven.tool.Host;

/** The machine that a user-mode Linux kernel is itself: a program of the host (Documentation/virt/uml). */
record UserModeMachine() implements Machine {

    /** A kernel that panics ends all of its process group (arch/um/os-Linux/util.c, os_dump_core), which is Maven's. */
    private static final String OWN_GROUP = "setsid";

    @Override
    public Optional<String> lack(Host host) {
        return host.find(OWN_GROUP).isPresent()
                ? Optional.empty()
                : Optional.of(
                        "'" + OWN_GROUP + "' is not on the PATH. On Debian and Ubuntu: apt-get install util-linux");
    }

    @Override
    public boolean takesKvm() {
        return false;
    }

    @Override
    public boolean takesSnapshots() {
        return false;
    }

    @Override
    public List<String> channelDrivers() {
        return List.of();
    }

    @Override
    public String means(boolean withKvm) {
        return "as a program of this machine";
    }

    /** The kernel opens the host's files itself (Documentation/virt/uml/user_mode_linux_howto_v2.rst). */
    @Override
    public GuestShare.Mount mount(int number, GuestShare share) {
        return new GuestShare.Mount(
                "hostfs",
                "none",
                share.target(),
                !share.writable(),
                share.source().toAbsolutePath().toString());
    }

    @Override
    public Command command(Guest guest, Host host, boolean withKvm) {
        var program = host.find(OWN_GROUP)
                .orElseThrow(() -> new UserException(
                        "Cannot boot the kernel: " + lack(host).orElseThrow() + "."));
        if (guest.cpus() > 1) {
            throw new UserException(
                    "parameter <cpus>: a user-mode Linux kernel has one processor, not " + guest.cpus() + ".");
        }
        if (guest.debugger().isPresent()) {
            throw new UserException("parameter kernel.run.gdb: a user-mode Linux kernel is a program of this machine,"
                    + " and has no stub for gdb. Start it in gdb: gdb --args " + guest.kernel() + " mem="
                    + guest.memoryMiB() + "M");
        }
        var argv = new ArrayList<>(List.of(
                program.toString(), guest.kernel().toAbsolutePath().toString(), "mem=" + guest.memoryMiB() + "M"));
        // Relative names, for the kernel takes its arguments for one line of words. uml_dir is ~/.uml otherwise.
        var directory = guest.initramfs()
                .map(file -> file.toAbsolutePath().getParent())
                .orElse(Path.of("").toAbsolutePath());
        guest.initramfs().ifPresent(file -> argv.add("initrd=" + file.getFileName()));
        // No terminal but the one that is the console: others would be windows (con=xterm).
        argv.addAll(List.of("uml_dir=uml/", "con=none", "con0=fd:0,fd:1", "panic=-1", "printk.devkmsg=on"));
        argv.addAll(guest.parameters());
        return Command.of(directory, argv).with("LC_ALL", "C");
    }
}
