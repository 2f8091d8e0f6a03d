package org.kernelmaven.vm;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.kernelmaven.UserException;
import org.kernelmaven.kbuild.Arch;
import org.kernelmaven.tool.Host;

/**
 * The program that becomes a guest's {@code /bin/sh}: a busybox without shared libraries, for a guest has none.
 *
 * @param program the file; empty where there is none
 * @param lack why there is none, with the cure
 */
public record StaticShell(Optional<Path> program, String lack) {

    private static final String CURE =
            "On Debian and Ubuntu: apt-get install busybox-static; or name a statically linked"
                    + " busybox for the guest's architecture with ";

    /** Type of a program header that names the dynamic linker (elf(5)). */
    private static final int PT_INTERP = 3;

    private static final int MOST_HEADERS = 64;

    /**
     * Finds it.
     *
     * @param given the user's own
     * @param parameter what names that, for messages
     * @throws UserException where the user's own cannot be one
     */
    public static StaticShell find(Optional<Path> given, String parameter, Host host, Arch guest) throws IOException {
        if (given.isPresent()) {
            if (!Files.isRegularFile(given.get()) || !Files.isReadable(given.get())) {
                throw new UserException("parameter " + parameter + ": '" + given.get() + "' is no readable file. "
                        + CURE + parameter + ".");
            }
            var head = head(given.get());
            if (!isStatic(head)) {
                throw new UserException("parameter " + parameter + ": '" + given.get()
                        + "' is no statically linked program, and a guest has no libraries. " + CURE + parameter + ".");
            }
            if (!BootImage.elf(head).contains(guest)) {
                throw new UserException("parameter " + parameter + ": '" + given.get()
                        + "' is a program for another architecture, and the guest is " + guest + ". " + CURE + parameter
                        + ".");
            }
            return new StaticShell(given, "");
        }
        var found = host.find("busybox");
        if (found.isEmpty()) {
            return new StaticShell(Optional.empty(), "'busybox' is not on the PATH. " + CURE + parameter + ".");
        }
        if (!guest.runsOn(host)) {
            return new StaticShell(
                    Optional.empty(),
                    "'" + found.get() + "' is for this machine, and the guest is " + guest + ". " + CURE + parameter
                            + ".");
        }
        return isStatic(head(found.get()))
                ? new StaticShell(found, "")
                : new StaticShell(
                        Optional.empty(), "'" + found.get() + "' is not linked statically. " + CURE + parameter + ".");
    }

    /** The first bytes of a file, as many as there are. */
    private static ByteBuffer head(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            return ByteBuffer.wrap(in.readNBytes(1 << 13));
        }
    }

    /** Whether it is an ELF program that names no dynamic linker. */
    private static boolean isStatic(ByteBuffer head) {
        head.order(ByteOrder.BIG_ENDIAN);
        if (head.limit() < 64 || head.getInt(0) != 0x7f454c46) {
            return false;
        }
        head.order(head.get(5) == 1 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        var wide = head.get(4) == 2;
        var at = wide ? head.getLong(32) : head.getInt(28);
        var size = head.getShort(wide ? 54 : 42);
        var count = head.getShort(wide ? 56 : 44);
        if (count < 1 || count > MOST_HEADERS || at < 0 || size < 4 || at > head.limit() - (long) size * count) {
            return false;
        }
        for (var i = 0; i < count; i++) {
            if (head.getInt((int) at + i * size) == PT_INTERP) {
                return false;
            }
        }
        return true;
    }
}
