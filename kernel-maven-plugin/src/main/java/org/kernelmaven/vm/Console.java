package org.kernelmaven.vm;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a guest's console: what its init says, and what the kernel says of its own faults. */
final class Console {

    /** What printk puts before a line: {@code "[ 1.234567] "}, with CONFIG_PRINTK_CALLER {@code "[ T1] "}. */
    private static final Pattern STAMP = Pattern.compile("(?:<\\d+>)?\\[ *\\d+\\.\\d+\\](?:\\[ *[TC]\\d+\\])? ");

    /** ANSI escapes, which firmware likes to draw with, and other control characters. */
    private static final Pattern CONTROL =
            Pattern.compile("\u001b(?:\\[[0-9;?]*[ -/]*[@-~]|[@-Z\\\\-_])|[\\p{Cntrl}&&[^\t]]");

    private static final Pattern PANIC = Pattern.compile("(?:.*: )?Kernel panic - not syncing.*");

    /** The first line of each kind of report; none of them appears in a healthy boot. */
    private static final Pattern FAULT = Pattern.compile("(?:\\S+: )?(?:BUG: |Oops[: ]|kernel BUG at |Internal error: "
            + "|general protection fault|Unable to handle kernel |invalid opcode: |stack segment: |divide error: "
            + "|int3: |double fault: |traps: PANIC|UBSAN: |KCSAN: |INFO: rcu\\w* (?:self-)?detected "
            + "|INFO: rcu\\w* detected stalls|INFO: task \\S+ blocked for more than|Kernel stack overflow"
            + "|list_(?:add|del) corruption|INFO: possible (?:circular|recursive) locking|page dumped because:).*");

    /** QEMU's own messages, such as that it was ended. */
    private static final String QEMU = "qemu-system-";

    private static final int MOST_FAILURES = 20;

    private final List<String> failures = new ArrayList<>();
    private volatile @Nullable String panic;
    private volatile @Nullable String fault;
    private volatile boolean done;
    private volatile String last = "";

    /** Takes a line as the serial port gave it; returns it as a user may see it. */
    String line(String raw) {
        var shown = CONTROL.matcher(raw).replaceAll("");
        var text = STAMP.matcher(shown).lookingAt() ? STAMP.matcher(shown).replaceFirst("") : shown;
        if (!text.isBlank() && !text.startsWith(QEMU)) {
            last = text;
        }
        if (text.startsWith(GuestInit.FAILED) && failures.size() < MOST_FAILURES) {
            failures.add(text.substring(GuestInit.PREFIX.length()));
        } else if (text.equals(GuestInit.DONE)) {
            done = true;
        } else if (panic == null && PANIC.matcher(text).matches()) {
            panic = text;
        } else if (fault == null && FAULT.matcher(text).matches()) {
            fault = text;
        }
        return shown;
    }

    Optional<String> panic() {
        return Optional.ofNullable(panic);
    }

    Optional<String> fault() {
        return Optional.ofNullable(fault);
    }

    /** What init could not do; to be read when the guest has ended. */
    List<String> failures() {
        return List.copyOf(failures);
    }

    /** Whether init came to its end. */
    boolean done() {
        return done;
    }

    String last() {
        return last;
    }
}
