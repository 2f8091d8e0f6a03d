package org.kernelmaven.build;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.kernelmaven.vm.PrivateSocket;

/** Where a guest waits for gdb: a socket in a folder that only its owner enters, removed when the guest has ended. */
final class Debugger implements Closeable {

    private final PrivateSocket socket;

    private Debugger(PrivateSocket socket) {
        this.socket = socket;
    }

    static Debugger open() throws IOException {
        return new Debugger(PrivateSocket.open("kernel-gdb"));
    }

    Path socket() {
        return socket.path();
    }

    /**
     * What to do in another terminal.
     *
     * @param vmlinux the kernel with its symbols; empty where a distribution keeps it in another package
     * @param modules the files of the modules that the guest loads
     * @param debugInfo whether they hold debug information
     * @param scripts whether {@code vmlinux-gdb.py} is beside the kernel
     */
    String describe(Optional<Path> vmlinux, List<Path> modules, boolean debugInfo, boolean scripts) {
        var lines = new ArrayList<String>();
        lines.add("The guest waits for gdb. In another terminal:");
        lines.add(
                "  gdb " + vmlinux.map(file -> "'" + file + "' ").orElse("") + "-ex 'target remote " + socket() + "'");
        if (!debugInfo) {
            lines.add(
                    "The kernel has no debug information: set DEBUG_INFO_DWARF_TOOLCHAIN_DEFAULT to yes in <config>.");
        }
        if (vmlinux.isPresent() && scripts) {
            lines.add("Symbols of modules, when they are loaded:");
            lines.add("  source " + vmlinux.get().resolveSibling("vmlinux-gdb.py"));
            lines.add("  lx-symbols " + vmlinux.get().getParent());
        } else if (!modules.isEmpty()) {
            lines.add("Symbols of modules, when they are loaded, ADDRESS as the guest's /sys/module/NAME/sections/.text"
                    + " says, or by lx-symbols, with GDB_SCRIPTS in <config>:");
            modules.forEach(file -> lines.add("  add-symbol-file " + file + " ADDRESS"));
        }
        return String.join("\n", lines);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
