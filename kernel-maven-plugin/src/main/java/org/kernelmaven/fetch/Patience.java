package org.kernelmaven.fetch;

import java.time.Duration;

/**
 * How long a download may try.
 *
 * @param attempts how often each URL is asked
 * @param firstPause the pause after the first failed attempt; doubles with each
 * @param longestPause no pause is longer
 * @param window in each such span of time at least {@code leastBytes} must come, or the server is stalled
 * @param leastBytes see {@code window}
 * @param grace how long an interrupted transport may take to end
 * @param mostBytes the largest file taken
 */
record Patience(
        int attempts,
        Duration firstPause,
        Duration longestPause,
        Duration window,
        long leastBytes,
        Duration grace,
        long mostBytes) {

    /** A kernel tarball has 150 MB; 4 GiB leaves room for any, and bounds what a hostile server can fill. */
    static final Patience DEFAULT = new Patience(
            4,
            Duration.ofSeconds(1),
            Duration.ofSeconds(30),
            Duration.ofSeconds(60),
            1024,
            Duration.ofSeconds(5),
            4L << 30);

    Duration pause(int failedAttempts) {
        var pause = firstPause.multipliedBy(1L << Math.min(failedAttempts - 1, 20));
        return pause.compareTo(longestPause) < 0 ? pause : longestPause;
    }
}
