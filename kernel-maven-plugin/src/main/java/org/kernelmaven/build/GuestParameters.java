package org.kernelmaven.build;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.kernelmaven.kbuild.Arch;
import org.kernelmaven.vm.Guest;
import org.kernelmaven.vm.GuestFile;
import org.kernelmaven.vm.GuestShare;

/**
 * How to boot a guest.
 *
 * @param memory in MiB
 * @param cpus processors
 * @param timeout when to give up
 * @param append further words for the kernel's command line, separated by spaces
 * @param files what it is to have of the user's
 * @param shares what it mounts of this machine
 */
public record GuestParameters(
        int memory, int cpus, Duration timeout, String append, List<GuestFile> files, List<GuestShare> shares) {

    /** Copies. */
    public GuestParameters {
        files = List.copyOf(files);
        shares = List.copyOf(shares);
    }

    /** One without anything of the user's. */
    public GuestParameters(int memory, int cpus, Duration timeout, String append) {
        this(memory, cpus, timeout, append, List.of(), List.of());
    }

    /**
     * The guest that they describe.
     *
     * @param own the caller's words of the kernel's command line; the user's come last, where the kernel obeys the last
     */
    public Guest guest(Arch arch, Path kernel, Path initramfs, List<String> own) {
        var words = Stream.concat(own.stream(), Stream.of(append.split("\\s+")).filter(word -> !word.isEmpty()));
        return new Guest(arch, kernel, Optional.of(initramfs), words.toList(), memory, cpus, timeout)
                .withShares(shares);
    }
}
