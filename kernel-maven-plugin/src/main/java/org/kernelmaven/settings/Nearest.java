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

    /** Damerau's distance, as optimal string alignment: two letters that changed places count as one mistake. */
    private static int distance(String a, String b) {
        var distances = new int[a.length() + 1][b.length() + 1];
        for (var i = 0; i <= a.length(); i++) {
            for (var j = 0; j <= b.length(); j++) {
                distances[i][j] = i == 0 ? j : j == 0 ? i : least(distances, a, b, i, j);
            }
        }
        return distances[a.length()][b.length()];
    }

    private static int least(int[][] distances, String a, String b, int i, int j) {
        var substitution = distances[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        var least = Math.min(substitution, 1 + Math.min(distances[i - 1][j], distances[i][j - 1]));
        var swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(least, distances[i - 2][j - 2] + 1) : least;
    }
}
