package org.kernelmaven.vm;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
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

    /** QEMU's own messages, such as that it was ended. */
    private static final String QEMU = "qemu-system-";

    /** How the kernel's first line begins (init/version.c). */
    private static final String BANNER = "Linux version ";

    private static final String LEAK = GuestInit.PREFIX + "leak: ";
    private static final int MOST_FAILURES = 20;
    private static final int MOST_LOADED = 256;

    /** How much of it is taken: a module that prints in a loop must not fill the disk. */
    static final int MOST_MEBIBYTES = 32;

    private static final long MOST_BYTES = MOST_MEBIBYTES * 1024L * 1024;

    /** How many of the lines that came while a module was loaded are shown where that failed. */
    private static final int MOST_CONTEXT = 20;

    private final FaultReader reader = new FaultReader();
    private final List<String> failures = new ArrayList<>();
    private final List<String> loaded = new ArrayList<>();
    private final Deque<String> context = new ArrayDeque<>();
    private volatile @Nullable String panic;
    private volatile boolean done;
    private volatile boolean flooded;
    private long bytes;
    private volatile String last = "";
    private volatile boolean heard;
    private String during = "while booting";
    private boolean testing;

    /** Takes a line as the serial port gave it; returns it as a user may see it, or nothing where it is too much. */
    synchronized Optional<String> line(String raw) {
        var shown = CONTROL.matcher(raw).replaceAll("");
        bytes += shown.getBytes(StandardCharsets.UTF_8).length + 1;
        if (bytes > MOST_BYTES) {
            flooded = true;
            return Optional.empty();
        }
        read(shown);
        return Optional.of(shown);
    }

    private void read(String shown) {
        var text = text(shown);
        if (text.startsWith(LEAK)) {
            reader.leak(text.substring(LEAK.length()), "after unloading");
            return;
        }
        if (!text.isBlank() && !text.startsWith(QEMU)) {
            last = FaultReader.cut(text);
        }
        heard |= text.length() < shown.length() || text.startsWith(GuestInit.PREFIX) || text.startsWith(BANNER);
        if (text.startsWith(GuestInit.PREFIX)) {
            said(text.substring(GuestInit.PREFIX.length()));
            return;
        }
        if (panic == null && FaultReader.PANIC.matcher(text).matches()) {
            panic = text;
        }
        reader.line(text, during, testing);
        context.addLast(FaultReader.cut(text));
        if (context.size() > MOST_CONTEXT) {
            context.removeFirst();
        }
    }

    /** A line as {@link #line} returned it, without the kernel's time stamp. */
    static String text(String shown) {
        var stamp = STAMP.matcher(shown);
        return stamp.lookingAt() ? shown.substring(stamp.end()) : shown;
    }

    /** Takes what init said. */
    private void said(String words) {
        reader.end();
        if (words.startsWith("loading ") || words.startsWith("unloading ")) {
            during = "while " + words;
            testing = true;
            context.clear();
        } else if (words.startsWith("failed to ")) {
            if (failures.size() < MOST_FAILURES) {
                failures.add(words);
                reader.failure(words, new ArrayList<>(context), during);
            }
        } else if (words.equals("done")) {
            done = true;
        } else if (words.startsWith("loaded ") && loaded.size() < MOST_LOADED) {
            loaded.add(words.substring("loaded ".length()));
        }
        if (during.startsWith("while ") && !words.startsWith("loading ") && !words.startsWith("unloading ")) {
            during = testing ? during.replaceFirst("while ", "after ") : "after booting";
        }
    }

    synchronized Optional<String> panic() {
        return Optional.ofNullable(panic);
    }

    /** The kernel's first fault that is more than a warning, other than the panic it may have ended in. */
    synchronized Optional<Fault> oops() {
        return reader.faults().stream()
                .filter(fault ->
                        fault.kind() == Fault.Kind.OOPS && !fault.title().equals(panic))
                .findFirst();
    }

    /** All that went wrong, in order; to be read when the guest has ended. */
    synchronized List<Fault> faults() {
        return reader.faults();
    }

    /** What init could not do; to be read when the guest has ended. */
    synchronized List<String> failures() {
        return List.copyOf(failures);
    }

    /** The modules that were loaded, in order; to be read when the guest has ended. */
    synchronized List<String> loaded() {
        return List.copyOf(loaded);
    }

    /** What init said it was doing last: {@code while loading x}. */
    synchronized String during() {
        return during;
    }

    /** Whether init came to its end. */
    boolean done() {
        return done;
    }

    /** Whether it said more than is taken. */
    boolean flooded() {
        return flooded;
    }

    /** Whether the guest said something: not all lines are the guest's, for what runs it prints its errors too. */
    boolean heard() {
        return heard;
    }

    String last() {
        return last;
    }
}
