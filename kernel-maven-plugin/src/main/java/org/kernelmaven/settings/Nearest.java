package org.kernelmaven.settings;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds what a misspelt name was probably meant to be. */
public final class Nearest {

    private Nearest() {}

    /** The known name nearest to {@code name} by edit distance, where one is near enough to be a typo. */
    public static Optional<String> to(String name, Collection<String> known) {
        record Candidate(String name, int distance) {}
        return known.stream()
                .map(candidate -> new Candidate(
                        candidate,
                        distance(
                                name.toLowerCase(java.util.Locale.ROOT), candidate.toLowerCase(java.util.Locale.ROOT))))
                .filter(candidate -> candidate.distance()
                        <= Math.max(1, Math.max(name.length(), candidate.name().length()) / 3))
                .min(Comparator.comparingInt(Candidate::distance).thenComparing(Candidate::name))
                .map(Candidate::name);
    }

    /** The hint to end a message with: {@code " Did you mean 'x'?"}, or the list of names that are known. */
    public static String hint(String name, Collection<String> known) {
        return to(name, known)
                .map(near -> " Did you mean '" + near + "'?")
                .orElseGet(() -> " Known here: "
                        + String.join(", ", known.stream().sorted().toList()) + ".");
    }

    /** Levenshtein's distance. */
    private static int distance(String a, String b) {
        var previous = new int[b.length() + 1];
        for (var j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (var i = 1; i <= a.length(); i++) {
            var current = new int[b.length() + 1];
            current[0] = i;
            for (var j = 1; j <= b.length(); j++) {
                var substitution = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(substitution, 1 + Math.min(previous[j], current[j - 1]));
            }
            previous = current;
        }
        return previous[b.length()];
    }
}
