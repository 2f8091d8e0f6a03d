package org.kernelmaven.vm;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What holds results while they are read: a document, a suite, a test with parameters. Names are relative to it. */
final class KtapSuite {

    /** A plan may promise any number of results: no more than that are listed as missing. */
    private static final int MOST_MISSING = 1000;

    private static final int MOST_RESULTS = 10_000;

    private final int indent;
    private final List<Ktap.Result> results = new ArrayList<>();
    private @Nullable String name;
    private @Nullable Integer plan;
    private int children;
    private KtapTally tally = KtapTally.NOTHING;

    /**
     * @param indent of the results in it, in characters
     * @param name its own, where it is known yet
     */
    KtapSuite(int indent, @Nullable String name) {
        this.indent = indent;
        this.name = name;
    }

    int indent() {
        return indent;
    }

    /** Whether only its header was read, so that a name may still follow. */
    boolean isNew() {
        return name == null && plan == null && children == 0;
    }

    boolean mayBe(String other) {
        return name == null || name.equals(other);
    }

    boolean hasName() {
        return name != null;
    }

    void name(String given) {
        name = given;
    }

    void plan(int count) {
        if (plan == null) {
            plan = count;
        }
    }

    /** Whether all that its plan promised has come. */
    boolean isComplete() {
        return plan != null && children >= plan;
    }

    KtapTally tally() {
        return tally;
    }

    /** The results in it, each with this one's name before its own. */
    List<Ktap.Result> named() {
        if (name == null) {
            return results;
        }
        return results.stream()
                .map(result -> new Ktap.Result(
                        result.name().isEmpty() ? name : name + "." + result.name(),
                        result.status(),
                        result.diagnostics()))
                .toList();
    }

    void error() {
        tally = tally.plusError();
    }

    /** Notes the number that a result came with. */
    void number(int number) {
        if (number != children + 1) {
            error();
        }
    }

    /** Takes a test without tests below. */
    void add(Ktap.Result result) {
        children++;
        keep(result);
        tally = tally.plus(result.status());
    }

    /** Takes a test whose tests have ended, with the results of all. */
    void add(KtapSuite child) {
        children++;
        child.named().forEach(this::keep);
        tally = tally.plus(child.tally);
    }

    /** Ends it with its own result. A suite whose tests all passed may still fail, by its own exit function. */
    void end(Ktap.Status status, List<String> lines, List<String> printed) {
        missing(printed);
        if (children == 0 && status == Ktap.Status.PASSED) {
            error();
        } else if (tally.total() == 0) {
            keep(new Ktap.Result("", status, lines));
            tally = tally.plus(status);
        } else if (status == Ktap.Status.FAILED && tally.failed() + tally.crashed() == 0) {
            keep(new Ktap.Result("", status, lines));
        }
    }

    /** Ends it without a result of its own, which it owes unless it is a document. */
    void breakOff(List<String> printed) {
        missing(printed);
        if (name != null) {
            error();
            if (tally.crashed() == 0) {
                keep(new Ktap.Result("", Ktap.Status.CRASHED, broken(printed)));
            }
        }
        if (children == 0) {
            error();
        }
    }

    /** Its plan promised results that did not come. */
    private void missing(List<String> printed) {
        if (plan == null) {
            return;
        }
        var lines = List.copyOf(broken(printed));
        for (int all = plan, listed = 0; children < all && listed < MOST_MISSING; listed++) {
            error();
            add(new Ktap.Result("(" + (children + 1) + " of " + all + ")", Ktap.Status.CRASHED, lines));
        }
    }

    private static List<String> broken(List<String> printed) {
        var lines = new ArrayList<>(List.of("began and did not end"));
        lines.addAll(printed);
        return lines;
    }

    /** Good results may be too many to keep; a bad one must not be lost among them. */
    private void keep(Ktap.Result result) {
        if (results.size() < (result.status().isBad() ? 2 * MOST_RESULTS : MOST_RESULTS)) {
            results.add(result);
        }
    }
}
