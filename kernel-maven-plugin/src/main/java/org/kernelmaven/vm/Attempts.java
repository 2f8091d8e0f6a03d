package org.kernelmaven.vm;

import java.util.List;

/**
 * A test's results, in order, one for each guest it ran in: one that failed may have its turn again.
 *
 * @param results one at least
 */
public record Attempts(List<Ktap.Result> results) {

    /** Copies. */
    public Attempts {
        results = List.copyOf(results);
    }

    /** A test's only turn. */
    public static Attempts of(Ktap.Result result) {
        return new Attempts(List.of(result));
    }

    /** Its name, after those of what holds it. */
    public String name() {
        return first().name();
    }

    /** The first part of its name. */
    public String suite() {
        return first().suite();
    }

    /** What it came to: a test passed if it passed once, and else failed as it did first. */
    public Ktap.Status status() {
        var passed = results.stream().anyMatch(result -> result.status() == Ktap.Status.PASSED);
        return passed ? Ktap.Status.PASSED : first().status();
    }

    /** Its first result. */
    public Ktap.Result first() {
        return results.get(0);
    }

    /** Whether it failed and then, with nothing changed, did not. */
    public boolean isFlake() {
        return results.size() > 1 && !status().isBad();
    }
}
