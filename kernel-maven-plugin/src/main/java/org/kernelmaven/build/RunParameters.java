package org.kernelmaven.build;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.kernelmaven.UserException;

/**
 * How to boot the kernel.
 *
 * @param guest what in
 * @param modules names of the kernel's own modules to load, in order
 * @param shell whether the user gets a shell in it
 * @param debugger whether it waits for gdb
 * @param root the user's own first process, or all of the guest's root
 */
public record RunParameters(
        GuestParameters guest, List<String> modules, Optional<Shell> shell, boolean debugger, Optional<OwnRoot> root) {

    /** What is the user's own, and not made by the plugin. */
    public sealed interface OwnRoot {

        /** Its file. */
        Path file();

        /**
         * A program that is run as {@code /init}.
         *
         * @param file the program
         */
        record Init(Path file) implements OwnRoot {}

        /**
         * An archive that the kernel unpacks, compressed or not.
         *
         * @param file the cpio archive
         */
        record Archive(Path file) implements OwnRoot {}
    }

    /**
     * A shell in the guest.
     *
     * @param program the user's own; empty for what is found
     */
    public record Shell(Optional<Path> program) {}

    /** Copies. */
    public RunParameters {
        modules = List.copyOf(modules);
        if (root.isPresent()) {
            checkAlone(root.get(), shell.isPresent(), modules, guest);
        }
    }

    private static void checkAlone(OwnRoot own, boolean shell, List<String> modules, GuestParameters guest) {
        var parameter = own instanceof OwnRoot.Init ? "kernel.run.init" : "kernel.run.initramfs";
        if (!Files.isReadable(own.file()) || !Files.isRegularFile(own.file())) {
            throw new UserException("parameter " + parameter + ": '" + own.file() + "' is no readable file.");
        }
        if (shell) {
            throw new UserException("parameters " + parameter + " and kernel.run.shell exclude each other: the shell is"
                    + " started by the plugin's own init.");
        }
        if (own instanceof OwnRoot.Archive
                && !(modules.isEmpty()
                        && guest.files().isEmpty()
                        && guest.shares().isEmpty())) {
            throw new UserException("parameter " + parameter + ": nothing is added to an archive of your own. Leave out"
                    + " kernel.run.modules, kernel.run.files and kernel.run.shares, or give kernel.run.init instead.");
        }
    }

    /** The kernel alone. */
    public RunParameters(GuestParameters guest, List<String> modules) {
        this(guest, modules, Optional.empty(), false, Optional.empty());
    }
}
