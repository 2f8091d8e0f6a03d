package org.kernelmaven.vm;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads test results off a console, as KUnit and kselftest write them (Documentation/dev-tools/ktap.rst): results may
 * hold results of their own, indented further, other messages of the kernel may come between them, and a log may hold
 * several outputs, with or without a header.
 *
 * <p>Only results without further results below count. What a test printed before its result is kept where it failed.
 * The counts are those of {@code kunit.py parse} on a log with one output.
 */
public final class Ktap {

    private static final int MOST_DIAGNOSTICS = 20;
    private static final int MOST_LEVELS = 16;

    /** A header, perhaps after what a terminal server or a tool puts before each line. */
    private static final Pattern HEADER = Pattern.compile("(?<!\\w)K?TAP version \\d{1,9}$");

    private final Deque<KtapSuite> open = new ArrayDeque<>();
    private final KtapSuite all = new KtapSuite(-1, null);
    private final List<String> diagnostics = new ArrayList<>();

    /** How many characters stand before each line of the document. */
    private int prefix;

    private boolean any;

    /** How a test ended. */
    public enum Status {
        /** As it should. */
        PASSED,
        /** Otherwise. */
        FAILED,
        /** Not at all. */
        CRASHED,
        /** It did not run. */
        SKIPPED;

        /** Whether the build should fail for it. */
        public boolean isBad() {
            return this == FAILED || this == CRASHED;
        }
    }

    /**
     * A test's end.
     *
     * @param name its own after those of what holds it, as in {@code suite.test.parameter}
     * @param status how it ended
     * @param diagnostics what it printed, where it failed; or why it was skipped
     */
    public record Result(String name, Status status, List<String> diagnostics) {
        /** Copies. */
        public Result {
            diagnostics = List.copyOf(diagnostics);
        }

        /** The first part of its name. */
        public String suite() {
            var dot = name.indexOf('.');
            return dot < 0 ? name : name.substring(0, dot);
        }

        /**
         * The second part of its name. Empty where it is the suite's own, or of a test that the suite's plan promised
         * and nobody named.
         */
        public Optional<String> caseName() {
            var parts = name.split("\\.", 3);
            return parts.length < 2 || parts[1].startsWith("(") ? Optional.empty() : Optional.of(parts[1]);
        }
    }

    /** Takes a line of the console. */
    public void line(String shown) {
        var text = Console.text(shown).stripTrailing();
        if (open.isEmpty()) {
            var header = HEADER.matcher(text);
            prefix = header.find() && !text.substring(0, header.start()).isBlank() ? header.start() : 0;
        }
        var line = KtapLine.of(text.substring(Math.min(prefix, text.length())));
        if (line instanceof KtapLine.Version version) {
            version(version);
        } else if (line instanceof KtapLine.Subtest subtest) {
            subtest(subtest);
        } else if (line instanceof KtapLine.Plan plan) {
            plan(plan);
        } else if (line instanceof KtapLine.Result result) {
            result(result);
        } else if (line instanceof KtapLine.End) {
            print(text);
            breakOff(-1);
        } else if (text.startsWith(GuestInit.PREFIX)) {
            diagnostics.clear();
        } else if (line instanceof KtapLine.Other other && !other.text().isEmpty()) {
            print(other.text());
        }
    }

    /** All results in order; a suite or a test that began and did not end has crashed. */
    public List<Result> results() {
        breakOff(-1);
        return List.copyOf(all.named());
    }

    /** What it all amounts to, by the names of {@code kunit.py}'s {@code TestStatus}. */
    public String status() {
        var counts = tally();
        return any ? counts.status() : "FAILURE_TO_PARSE_TESTS";
    }

    /** The counts of {@link #results} as {@code kunit.py parse} makes them; empty output is an error. */
    public KtapTally tally() {
        breakOff(-1);
        return any ? all.tally() : all.tally().plusError();
    }

    private void print(String text) {
        diagnostics.add(FaultReader.cut(text.strip()));
        if (diagnostics.size() > MOST_DIAGNOSTICS) {
            diagnostics.remove(0);
        }
    }

    private void version(KtapLine.Version version) {
        breakOff(version.indent() - 1);
        open(version.indent(), null);
        if (!version.known()) {
            open.element().error();
        }
    }

    private void subtest(KtapLine.Subtest subtest) {
        var top = open.peek();
        if (top != null && top.indent() == subtest.indent() && top.isNew()) {
            top.name(subtest.name());
        } else {
            breakOff(subtest.indent() - 1);
            open(subtest.indent(), subtest.name());
        }
        diagnostics.clear();
    }

    private void open(int indent, @Nullable String name) {
        any = true;
        if (open.size() < MOST_LEVELS) {
            open.push(new KtapSuite(indent, name));
        }
        diagnostics.clear();
    }

    private void plan(KtapLine.Plan plan) {
        var top = open.peek();
        if (top != null && top.indent() == plan.indent()) {
            top.plan(plan.count());
            closeDocument();
        }
        diagnostics.clear();
    }

    private void result(KtapLine.Result line) {
        any = true;
        var suite = below(line);
        var outer = open.isEmpty() ? all : open.element();
        if (!open.isEmpty()) {
            outer.number(line.number());
        }
        var name = line.name().isEmpty() ? "(unnamed)" : line.name();
        if (suite == null) {
            outer.add(new Result(name, line.status(), lines(line)));
        } else {
            suite.name(name);
            suite.end(line.status(), lines(line), diagnostics);
            outer.add(suite);
        }
        diagnostics.clear();
        closeDocument();
    }

    /** Takes what a result ends off the open suites; null where it is a test without tests below. */
    private @Nullable KtapSuite below(KtapLine.Result line) {
        while (!open.isEmpty() && open.element().indent() > line.indent()) {
            var top = open.pop();
            var outermost = open.isEmpty() || open.element().indent() <= line.indent();
            if (outermost && top.mayBe(line.name())) {
                return top;
            }
            breakOff(top);
        }
        return null;
    }

    /** Ends all suites whose results are indented by more, none of which has had its own result. */
    private void breakOff(int indent) {
        while (!open.isEmpty() && open.element().indent() > indent) {
            breakOff(open.pop());
        }
    }

    private void breakOff(KtapSuite suite) {
        suite.breakOff(diagnostics);
        (open.isEmpty() ? all : open.element()).add(suite);
    }

    /** A document ends with the last result that its plan promised; what follows is not in it. */
    private void closeDocument() {
        if (open.size() == 1
                && open.element().indent() == 0
                && !open.element().hasName()
                && open.element().isComplete()) {
            breakOff(open.pop());
        }
    }

    private List<String> lines(KtapLine.Result line) {
        return switch (line.status()) {
            case PASSED -> List.of();
            case FAILED, CRASHED -> diagnostics;
            case SKIPPED -> line.reason().isEmpty() ? List.of() : List.of(line.reason());
        };
    }
}
