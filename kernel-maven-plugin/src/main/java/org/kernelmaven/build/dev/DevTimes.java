package org.kernelmaven.build.dev;

import java.util.Locale;

/**
 * When the parts of a swap were, by the loop's clock, in nanoseconds.
 *
 * @param saved when the first file was
 * @param started when make was
 * @param compiled when all was
 */
record DevTimes(long saved, long started, long compiled) {

    /** How long each took: {@code 2.47 s after the save (compiled in 2.32 s, swapped in 0.12 s)}. */
    String told(long loaded) {
        return seconds(loaded - saved) + " after the save (compiled in " + seconds(compiled - started) + ", swapped in "
                + seconds(loaded - compiled) + ")";
    }

    /** Seconds with two decimals. */
    static String seconds(long nanos) {
        return String.format(Locale.ROOT, "%.2f s", nanos / 1e9);
    }
}
