package org.kernelmaven.kbuild;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * What ccache did for one build, of real compiles: Kbuild also asks the compiler what it can do, with {@code /dev/null}
 * or standard input as the source, and counting these would flatter the rate.
 *
 * @param hits compiles whose result was there
 * @param misses compiles that ran
 */
public record LauncherStatistics(int hits, int misses) {

    /**
     * Reads ccache's log of statistics: for each call {@code # SOURCE}, and a line for each counter that it raised (the
     * ccache manual, {@code stats_log}).
     *
     * @param file none where ccache was not called
     */
    public static LauncherStatistics read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return new LauncherStatistics(0, 0);
        }
        var hits = 0;
        var misses = 0;
        var counts = false;
        try (var lines = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("# ")) {
                    counts = !line.equals("# /dev/null") && !line.equals("# -") && line.length() > 2;
                } else if (counts) {
                    switch (line) {
                        case "direct_cache_hit", "preprocessed_cache_hit" -> hits++;
                        case "cache_miss" -> misses++;
                        default -> {}
                    }
                }
            }
        }
        return new LauncherStatistics(hits, misses);
    }

    /** {@code 120 of 127 compiles (94.5 %) were in ccache}; empty where there were none, or ccache is before 4.4. */
    public Optional<String> summary() {
        var all = hits + misses;
        return all == 0
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT, "%d of %d compiles (%.1f %%) were in ccache", hits, all, 100.0 * hits / all));
    }
}
