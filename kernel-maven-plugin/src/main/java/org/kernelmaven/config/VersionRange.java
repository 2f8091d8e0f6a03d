package org.kernelmaven.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.kernelmaven.KernelVersion;

/**
 * A set of kernel versions in Maven's notation: {@code [5.6,)}, {@code (,4.18)}, {@code [6.1,6.2)}, {@code [6.1.55]},
 * or several of them with commas between.
 *
 * <p>Only the three numbers count: {@code 6.12-rc3} and {@code 6.12-acme1} are 6.12, for their Kconfig files are.
 */
public final class VersionRange {

    private static final Pattern INTERVAL = Pattern.compile(
            "\\s*([\\[(])\\s*([^\\[\\](),\\s]*)\\s*(?:(,)\\s*([^\\[\\](),\\s]*)\\s*)?([\\])])\\s*(,|$)");

    private record Interval(
            @Nullable KernelVersion lower, boolean lowerIn, @Nullable KernelVersion upper, boolean upperIn) {

        boolean contains(KernelVersion version) {
            var aboveLower = lower == null || version.compareTo(lower) >= (lowerIn ? 0 : 1);
            return aboveLower && (upper == null || version.compareTo(upper) <= (upperIn ? 0 : -1));
        }
    }

    private final String text;
    private final List<Interval> intervals;

    private VersionRange(String text, List<Interval> intervals) {
        this.text = text;
        this.intervals = List.copyOf(intervals);
    }

    /**
     * Reads a range.
     *
     * @throws IllegalArgumentException where the text is none; the message says why, and how to write one
     */
    public static VersionRange parse(String text) {
        if (KernelVersion.parse(text.strip()).isPresent()) {
            var version = text.strip();
            throw new IllegalArgumentException("'" + text + "' is a version, not a range: write '[" + version
                    + ",)' for it and later, '[" + version + "]' for it alone.");
        }
        var intervals = new ArrayList<Interval>();
        var matcher = INTERVAL.matcher(text);
        var end = 0;
        var more = true;
        while (more) {
            if (!matcher.find() || matcher.start() != end) {
                throw wrong(text);
            }
            intervals.add(interval(
                    text,
                    matcher.group(1).equals("["),
                    matcher.group(2),
                    matcher.group(3) == null ? Optional.empty() : Optional.of(matcher.group(4)),
                    matcher.group(5).equals("]")));
            end = matcher.end();
            more = matcher.group(6).equals(",");
        }
        if (end != text.length()) {
            throw wrong(text);
        }
        return new VersionRange(text.strip(), intervals);
    }

    private static Interval interval(String text, boolean lowerIn, String low, Optional<String> high, boolean upperIn) {
        var lower = bound(text, low);
        var upper = high.isPresent() ? bound(text, high.get()) : lower;
        if (high.isEmpty() && (lower == null || !lowerIn || !upperIn)) {
            throw wrong(text);
        }
        if ((lower == null && lowerIn) || (upper == null && upperIn)) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not a version range: an open end takes a round bracket, as in '[5.6,)'.");
        }
        if (lower != null && upper != null) {
            var order = lower.compareTo(upper);
            if (order > 0 || (order == 0 && !(lowerIn && upperIn))) {
                throw new IllegalArgumentException(
                        "'" + text + "' holds no version: its lower end is not below its upper.");
            }
        }
        return new Interval(lower, lowerIn, upper, upperIn);
    }

    private static @Nullable KernelVersion bound(String text, String bound) {
        if (bound.isEmpty()) {
            return null;
        }
        var version = KernelVersion.parse(bound);
        if (version.isEmpty() || !version.get().extra().isEmpty()) {
            throw new IllegalArgumentException("'" + text + "' is not a version range: '" + bound
                    + "' is no kernel version such as 6.1 or 6.1.55.");
        }
        return version.get();
    }

    private static IllegalArgumentException wrong(String text) {
        return new IllegalArgumentException(
                "'" + text + "' is not a version range: write it as '[5.6,)', '(,4.18)' or '[6.1,6.2)'.");
    }

    /** Whether a kernel of that version is in the range. */
    public boolean contains(KernelVersion version) {
        var numbers = new KernelVersion(version.major(), version.minor(), version.patch(), "");
        return intervals.stream().anyMatch(interval -> interval.contains(numbers));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof VersionRange range && range.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
