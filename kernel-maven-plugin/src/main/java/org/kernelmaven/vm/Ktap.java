package org.kernelmaven.vm;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads test results off a console, as KUnit and kselftest write them (Documentation/dev-tools/ktap.rst): results may
 * hold results of their own, indented by four blanks each, and other messages of the kernel may come between them.
 *
 * <p>Only results without further results below count. What a test printed before its result is kept where it failed.
 */
public final class Ktap {

    private static final int INDENT = 4;
    private static final int MOST_RESULTS = 10_000;
    private static final int MOST_DIAGNOSTICS = 20;
    private static final int MOST_LEVELS = 16;

    /** Before Linux 6.3, and in kselftest, there is a dash before the name. */
    private static final Pattern RESULT =
            Pattern.compile("( *)(not )?ok \\d+(?: -)?(?: ([^#]*?))? *(?:# *([A-Za-z]+)\\b(.*))?");

    private static final Pattern SUBTEST = Pattern.compile("( *)# Subtest: (.*)");
    private static final Pattern PLAN = Pattern.compile(" *(?:K?TAP version \\d+|\\d+\\.\\.\\d+.*)");

    private final List<Result> results = new ArrayList<>();
    private final List<String> diagnostics = new ArrayList<>();

    /** The names of what holds the results of each level: level 1's are one step to the right of the suite's own. */
    private final TreeMap<Integer, String> open = new TreeMap<>();

    /** Levels that had a result since the last one to their left. */
    private final Set<Integer> seen = new HashSet<>();

    /** Levels that had a failed result since the last one to their left. */
    private final Set<Integer> failed = new HashSet<>();

    /** How a test ended. */
    public enum Status {
        /** As it should. */
        PASSED,
        /** Otherwise, or not at all. */
        FAILED,
        /** It did not run, or its failure is known. */
        SKIPPED
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
    }

    /** Takes a line of the console. */
    public void line(String shown) {
        var text = Console.text(shown);
        var result = RESULT.matcher(text);
        var subtest = SUBTEST.matcher(text);
        if (result.matches()) {
            var name = Optional.ofNullable(result.group(3)).orElse("").strip();
            var directive = Optional.ofNullable(result.group(4)).orElse("").toUpperCase(java.util.Locale.ROOT);
            var reason = Optional.ofNullable(result.group(5)).orElse("").strip();
            end(
                    level(result.group(1)),
                    name.isEmpty() ? "(unnamed)" : name,
                    status(result.group(2), directive),
                    reason);
        } else if (subtest.matches()) {
            var level = level(subtest.group(1));
            open.tailMap(level, true).clear();
            open.put(level, subtest.group(2).strip());
            diagnostics.clear();
        } else if (PLAN.matcher(text).matches() || text.startsWith(GuestInit.PREFIX)) {
            diagnostics.clear();
        } else if (!text.isBlank()) {
            diagnostics.add(FaultReader.cut(text.strip()));
            if (diagnostics.size() > MOST_DIAGNOSTICS) {
                diagnostics.remove(0);
            }
        }
    }

    /** All results in order; a suite or a test that began and did not end has failed. */
    public List<Result> results() {
        var all = new ArrayList<>(results);
        if (!open.isEmpty()) {
            var names = String.join(".", open.values());
            var lines = new ArrayList<>(List.of("began and did not end"));
            lines.addAll(diagnostics);
            all.add(new Result(names, Status.FAILED, lines));
        }
        return List.copyOf(all);
    }

    private void end(int level, String name, Status status, String reason) {
        var below = level + 1;
        var holds = seen.contains(below);
        // A suite whose tests all passed may still fail, by its own exit function.
        var own = !holds || (status == Status.FAILED && !failed.contains(below));
        if (own && results.size() < MOST_RESULTS) {
            var names = new ArrayList<>(open.headMap(level, true).values());
            names.add(name);
            results.add(new Result(String.join(".", names), status, lines(status, reason)));
        }
        open.tailMap(below, true).clear();
        seen.removeIf(other -> other > level);
        failed.removeIf(other -> other > level);
        seen.add(level);
        if (status == Status.FAILED) {
            failed.add(level);
        }
        diagnostics.clear();
    }

    private List<String> lines(Status status, String reason) {
        return switch (status) {
            case PASSED -> List.of();
            case FAILED -> diagnostics;
            case SKIPPED -> reason.isEmpty() ? List.of() : List.of(reason);
        };
    }

    private static Status status(@Nullable String not, String directive) {
        return switch (directive) {
            case "SKIP", "XFAIL", "TODO" -> Status.SKIPPED;
            case "TIMEOUT", "ERROR" -> Status.FAILED;
            default -> not == null ? Status.PASSED : Status.FAILED;
        };
    }

    private static int level(String blanks) {
        return Math.min(MOST_LEVELS, blanks.length() / INDENT);
    }
}
