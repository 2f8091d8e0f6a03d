package org.kernelmaven.build.doctor;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A tool's version: numbers with dots between; {@code 2.10o} counts as 2.10.
 *
 * @param text as the tool or the tree states it: {@code 1.06.95}
 */
public record ToolVersion(String text) implements Comparable<ToolVersion> {

    private static final Pattern NUMBERS = Pattern.compile("\\d{1,8}(?:\\.\\d{1,8})*");
    private static final Pattern PARENTHESES = Pattern.compile("\\([^)]*\\)");

    /** Checks. */
    public ToolVersion {
        if (!NUMBERS.matcher(text).matches()) {
            throw new IllegalArgumentException("not a version: " + text);
        }
    }

    /**
     * The first version in a text such as {@code GNU ld (GNU Binutils for Debian) 2.40}: what is in parentheses names
     * the distributor and is passed over.
     */
    public static Optional<ToolVersion> in(String text) {
        var matcher = NUMBERS.matcher(PARENTHESES.matcher(text).replaceAll(" "));
        return matcher.find() ? Optional.of(new ToolVersion(matcher.group())) : Optional.empty();
    }

    @Override
    public int compareTo(ToolVersion other) {
        var ours = numbers();
        var theirs = other.numbers();
        for (var i = 0; i < Math.max(ours.size(), theirs.size()); i++) {
            var difference = Integer.compare(i < ours.size() ? ours.get(i) : 0, i < theirs.size() ? theirs.get(i) : 0);
            if (difference != 0) {
                return difference;
            }
        }
        return 0;
    }

    private List<Integer> numbers() {
        return Arrays.stream(text.split("\\.")).map(Integer::valueOf).toList();
    }

    /** Equal as compared: 4.0 is 4. */
    @Override
    public boolean equals(Object other) {
        return other instanceof ToolVersion version && compareTo(version) == 0;
    }

    @Override
    public int hashCode() {
        var numbers = numbers();
        var last = numbers.size();
        while (last > 0 && numbers.get(last - 1) == 0) {
            last--;
        }
        return numbers.subList(0, last).hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
