package org.kernelmaven.vm;

import java.util.Optional;
import java.util.regex.Pattern;

/** A line of a console, as KTAP sees it (Documentation/dev-tools/ktap.rst). Indents are in characters: a tab is one. */
sealed interface KtapLine {

    /** Before Linux 6.3, and in kselftest, there is a dash before the name. */
    Pattern RESULT = Pattern.compile("(not )?ok (\\d{1,9})(?: -)?(?: ([^#]*?))? *(?:# *([A-Za-z]+)\\b(.*))?");

    Pattern SUBTEST = Pattern.compile("# Subtest: (.*)");
    Pattern PLAN = Pattern.compile("1\\.\\.(\\d{1,9}).*");
    Pattern VERSION = Pattern.compile("(K?)TAP version (\\d{1,9})");
    Pattern END = Pattern.compile("List of all partitions:|Kernel panic - not syncing:|reboot: System halted");

    /** Begins a document, or the results below a test; {@code known} is false for a version we do not know. */
    record Version(int indent, boolean known) implements KtapLine {}

    /** Names the test whose results follow. */
    record Subtest(int indent, String name) implements KtapLine {}

    /** Says how many results follow. */
    record Plan(int indent, int count) implements KtapLine {}

    /** A test's end; {@code reason} is what follows the directive. */
    record Result(int indent, int number, String name, Ktap.Status status, String reason) implements KtapLine {}

    /** The kernel went down: no result follows. */
    record End() implements KtapLine {}

    /** Anything else: what a test or another part of the kernel prints. */
    record Other(String text) implements KtapLine {}

    /** Reads a line without the console's prefix. */
    static KtapLine of(String line) {
        var text = line.strip();
        var indent = line.length() - line.stripLeading().length();
        var version = VERSION.matcher(text);
        if (version.matches()) {
            var number = Integer.parseInt(version.group(2));
            return new Version(indent, version.group(1).isEmpty() ? number == 13 || number == 14 : number == 1);
        }
        var subtest = SUBTEST.matcher(text);
        if (subtest.matches()) {
            return new Subtest(indent, subtest.group(1).strip());
        }
        var plan = PLAN.matcher(text);
        if (plan.matches()) {
            return new Plan(indent, Integer.parseInt(plan.group(1)));
        }
        var result = RESULT.matcher(text);
        if (result.matches()) {
            var directive = Optional.ofNullable(result.group(4)).orElse("");
            return new Result(
                    indent,
                    Integer.parseInt(result.group(2)),
                    Optional.ofNullable(result.group(3)).orElse("").strip(),
                    status(result.group(1) == null, directive),
                    Optional.ofNullable(result.group(5)).orElse("").strip());
        }
        return END.matcher(text).find() ? new End() : new Other(text);
    }

    /** Only a skip is more than a comment, as for the kernel's own parser (tools/testing/kunit/kunit_parser.py). */
    private static Ktap.Status status(boolean ok, String directive) {
        if (directive.equals("SKIP")) {
            return Ktap.Status.SKIPPED;
        }
        return ok ? Ktap.Status.PASSED : Ktap.Status.FAILED;
    }
}
