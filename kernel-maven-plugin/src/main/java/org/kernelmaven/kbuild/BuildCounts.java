package org.kernelmaven.kbuild;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What one make did.
 *
 * @param steps how often Kbuild announced each kind of step: {@code CC}, {@code CC [M]}, {@code AS}, {@code LD}, …
 * @param elapsed how long it took
 */
public record BuildCounts(Map<String, Integer> steps, Duration elapsed) {

    /** Copies. */
    public BuildCounts {
        steps = Collections.unmodifiableMap(new TreeMap<>(steps));
    }

    /** All steps: the total a later build of the same kernel can expect. */
    public int total() {
        return steps.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** How many steps of a kind there were, for the kernel and for modules together. */
    public int of(String kind) {
        return steps.getOrDefault(kind, 0) + steps.getOrDefault(kind + " [M]", 0);
    }

    /** One line for the user: {@code 1,234 C files, 56 assembler files, 12 modules in 3 min 20 s}. */
    public String summary() {
        var parts = new ArrayList<String>();
        part(parts, of("CC"), "C file");
        part(parts, of("AS"), "assembler file");
        part(parts, of("RUSTC") + of("RSCPP"), "Rust file");
        part(parts, of("HOSTCC") + of("HOSTCXX"), "host program file");
        part(parts, of("DTC"), "device tree");
        part(parts, steps.getOrDefault("LD [M]", 0), "module");
        return (parts.isEmpty() ? "nothing to compile" : String.join(", ", parts)) + " in " + time(elapsed);
    }

    private static void part(List<String> parts, int count, String what) {
        if (count > 0) {
            parts.add(number(count) + " " + what + (count == 1 ? "" : "s"));
        }
    }

    static String number(int count) {
        return String.format(java.util.Locale.ROOT, "%,d", count);
    }

    static String time(Duration duration) {
        var seconds = duration.toSeconds();
        if (seconds < 60) {
            return seconds + " s";
        }
        return seconds < 3600
                ? seconds / 60 + " min " + seconds % 60 + " s"
                : seconds / 3600 + " h " + seconds % 3600 / 60 + " min";
    }
}
