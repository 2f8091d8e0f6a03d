package org.kernelmaven.build;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
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

    /** What {@code append} says, word by word. */
    public List<String> words() {
        return Stream.of(append.split("\\s+")).filter(word -> !word.isEmpty()).toList();
    }
}
