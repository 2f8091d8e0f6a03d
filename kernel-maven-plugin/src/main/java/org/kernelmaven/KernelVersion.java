package org.kernelmaven;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The version a kernel tree states in its Makefile: {@code VERSION.PATCHLEVEL.SUBLEVEL EXTRAVERSION}.
 *
 * <p>The order is that of the three numbers; a release candidate ({@code -rc3}) comes before its release, as "6.12-rc3"
 * is older than "6.12".
 *
 * @param major VERSION
 * @param minor PATCHLEVEL
 * @param patch SUBLEVEL, 0 where the tree states none
 * @param extra EXTRAVERSION with its leading dash, or empty
 */
public record KernelVersion(int major, int minor, int patch, String extra) implements Comparable<KernelVersion> {

    private static final Pattern SYNTAX = Pattern.compile("(\\d{1,5})\\.(\\d{1,5})(?:\\.(\\d{1,5}))?(-\\S+)?");

    private static final Comparator<KernelVersion> ORDER = Comparator.comparingInt(KernelVersion::major)
            .thenComparingInt(KernelVersion::minor)
            .thenComparingInt(KernelVersion::patch)
            .thenComparing(version -> version.isReleaseCandidate() ? 0 : 1)
            .thenComparing(KernelVersion::extra);

    /**
     * Reads {@code 6.1}, {@code 6.1.55} or {@code 6.12.0-rc3}.
     *
     * @return empty where {@code text} is no kernel version
     */
    public static Optional<KernelVersion> parse(String text) {
        var matcher = SYNTAX.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        var patch = matcher.group(3) == null ? 0 : Integer.parseInt(matcher.group(3));
        var extra = matcher.group(4) == null ? "" : matcher.group(4);
        return Optional.of(new KernelVersion(
                Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)), patch, extra));
    }

    /**
     * The version in a release, as {@code uname -r} has it: 6.1.55 in {@code 6.1.55-acme1}.
     *
     * @return empty where a release begins with none
     */
    public static Optional<KernelVersion> ofRelease(String release) {
        return parse(release.replaceFirst("[^0-9.].*", ""));
    }

    private boolean isReleaseCandidate() {
        return extra.startsWith("-rc");
    }

    @Override
    public int compareTo(KernelVersion other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return major + "." + minor + "." + patch + extra;
    }
}
