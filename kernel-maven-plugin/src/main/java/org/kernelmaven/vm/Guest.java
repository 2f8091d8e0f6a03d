package org.kernelmaven.vm;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.kernelmaven.UserException;
import org.kernelmaven.kbuild.Arch;

/**
 * A kernel to boot, and in what.
 *
 * @param arch what the kernel was built for
 * @param kernel its bootable image
 * @param initramfs what it unpacks as its root, where there is one
 * @param parameters the kernel's own parameters, added to {@code console=… panic=-1}
 * @param memoryMiB memory
 * @param cpus processors
 * @param timeout when to give up
 * @param shares folders of this machine that it mounts
 * @param channel a socket's file that is made for files that {@link GuestSession} sends, where machine and kernel can
 *     take them so
 * @param debugger a socket's file that is made for a debugger, for which it waits before its first instruction
 */
public record Guest(
        Arch arch,
        Path kernel,
        Optional<Path> initramfs,
        List<String> parameters,
        int memoryMiB,
        int cpus,
        Duration timeout,
        List<GuestShare> shares,
        Optional<Path> channel,
        Optional<Path> debugger) {

    private static final int MOST_CPUS = 255;

    /** It waits for whoever debugs it. */
    private static final Duration NEVER = Duration.ofDays(365);

    /** One that waits for no debugger, mounts nothing and is sent nothing. */
    public Guest(
            Arch arch,
            Path kernel,
            Optional<Path> initramfs,
            List<String> parameters,
            int memoryMiB,
            int cpus,
            Duration timeout) {
        this(
                arch,
                kernel,
                initramfs,
                parameters,
                memoryMiB,
                cpus,
                timeout,
                List.of(),
                Optional.empty(),
                Optional.empty());
    }

    /**
     * Checks, copies.
     *
     * @throws UserException where a value makes no machine
     */
    public Guest {
        parameters = List.copyOf(parameters);
        shares = List.copyOf(shares);
        if (memoryMiB < 16) {
            throw new UserException(
                    "parameter <memory>: " + memoryMiB + " MiB is too little; a guest needs 16 or more.");
        }
        if (cpus < 1 || cpus > MOST_CPUS) {
            throw new UserException("parameter <cpus>: " + cpus + " is not between 1 and " + MOST_CPUS + ".");
        }
        if (timeout.isNegative() || timeout.isZero()) {
            throw new UserException("parameter <timeout>: " + timeout.toSeconds() + " s is no time to boot in.");
        }
        for (var parameter : parameters) {
            if (parameter.chars().anyMatch(Character::isISOControl)) {
                throw new UserException("parameter <kernelParameters>: '" + parameter
                        + "' has a control character; write one parameter an element, on one line.");
            }
        }
    }

    /** The same, that mounts these folders. */
    public Guest withShares(List<GuestShare> folders) {
        return new Guest(arch, kernel, initramfs, parameters, memoryMiB, cpus, timeout, folders, channel, debugger);
    }

    /** The same, that takes files by this socket. */
    public Guest withChannel(Path socket) {
        return new Guest(
                arch, kernel, initramfs, parameters, memoryMiB, cpus, timeout, shares, Optional.of(socket), debugger);
    }

    /** The same, that waits for a debugger at this socket, as long as it takes. */
    public Guest withDebugger(Path socket) {
        return new Guest(
                arch, kernel, initramfs, parameters, memoryMiB, cpus, NEVER, shares, channel, Optional.of(socket));
    }
}
