package org.kernelmaven.module;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.kernelmaven.settings.Nearest;

/**
 * Finds what a misspelt symbol was probably meant to be, among tens of thousands.
 *
 * <p>Only names of nearly the same letters are compared letter by letter: counting letters is fifty times as fast, and
 * what differs in more than two of them is another symbol rather than a typo.
 */
final class NearestSymbol {

    private static final int DIFFERENT = 2;

    private final List<String> names;

    NearestSymbol(Collection<String> names) {
        this.names = List.copyOf(names);
    }

    Optional<String> to(String symbol) {
        var allowed = symbol.length() < 6 ? 1 : DIFFERENT;
        var counts = new int[128];
        count(symbol, counts, 1);
        var candidates = new ArrayList<String>();
        for (var name : names) {
            if (Math.abs(name.length() - symbol.length()) <= allowed && !name.equals(symbol)) {
                count(name, counts, -1);
                if (differing(counts) <= 2 * allowed) {
                    candidates.add(name);
                }
                count(name, counts, 1);
            }
        }
        return Nearest.to(symbol, candidates);
    }

    private static void count(String name, int[] counts, int by) {
        for (var i = 0; i < name.length(); i++) {
            counts[name.charAt(i) & 127] += by;
        }
    }

    private static int differing(int[] counts) {
        var sum = 0;
        for (var count : counts) {
            sum += Math.abs(count);
        }
        return sum;
    }
}
