package org.kernelmaven.kbuild;

import java.time.Duration;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;

/** Counts the steps Kbuild announces, and tells about them every ten seconds. */
final class Progress {

    private static final Duration INTERVAL = Duration.ofSeconds(10);

    /** Kbuild's short lines: {@code " CC [M] lib/test.o"}; newer kernels have modules with the same mark. */
    private static final Pattern STEP = Pattern.compile(" {2}([A-Z][A-Z0-9_+-]*)( \\[[MUS]\\])? +\\S.*");

    private static final int MOST_KINDS = 200;

    private final LongSupplier nanos;
    private final Consumer<String> tell;
    private final int expected;
    private final long started;
    private final TreeMap<String, Integer> steps = new TreeMap<>();
    private long told;
    private int total;

    /**
     * @param nanos the time, as {@link System#nanoTime} gives it
     * @param tell takes each line for the user
     * @param expected how many steps an earlier build had, 0 where that is not known
     */
    Progress(LongSupplier nanos, Consumer<String> tell, int expected) {
        this.nanos = nanos;
        this.tell = tell;
        this.expected = expected;
        this.started = nanos.getAsLong();
        this.told = started;
    }

    void line(String line) {
        var step = STEP.matcher(line);
        if (step.matches()) {
            var kind = kind(step.group(1) + (step.group(2) == null ? "" : step.group(2)), line);
            if (steps.size() < MOST_KINDS || steps.containsKey(kind)) {
                steps.merge(kind, 1, Integer::sum);
            }
            total++;
        }
        var now = nanos.getAsLong();
        if (now - told >= INTERVAL.toNanos()) {
            told = now;
            tell.accept(text(now));
        }
    }

    /**
     * What Kbuild announces alike, but users do not: a module's parts are linked too, and modpost's file is compiled.
     */
    private static String kind(String announced, String line) {
        if (announced.equals("LD [M]") && !line.endsWith(".ko")) {
            return "LD";
        }
        return announced.equals("CC [M]") && line.endsWith(".mod.o") ? "CC .mod.c" : announced;
    }

    private String text(long now) {
        var of = expected > total ? " of about " + BuildCounts.number(expected) : "";
        var counts = new BuildCounts(steps, Duration.ofNanos(now - started));
        return BuildCounts.number(total) + of + " steps (" + BuildCounts.number(counts.of("CC")) + " C files), "
                + BuildCounts.time(counts.elapsed());
    }

    BuildCounts counts() {
        return new BuildCounts(steps, Duration.ofNanos(nanos.getAsLong() - started));
    }
}
