package org.kernelmaven.build;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * How to boot a guest.
 *
 * @param memory in MiB
 * @param cpus processors
 * @param timeout when to give up
 * @param append further words for the kernel's command line, separated by spaces
 */
public record GuestParameters(int memory, int cpus, Duration timeout, String append) {

    /** What {@code append} says, word by word. */
    public List<String> words() {
        return Stream.of(append.split("\\s+")).filter(word -> !word.isEmpty()).toList();
    }
}
