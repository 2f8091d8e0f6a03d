package org.kernelmaven.vm;

/**
 * How many tests without tests below ended how: the counts of {@code tools/testing/kunit/kunit.py parse}.
 *
 * @param passed as they should
 * @param failed with a result that says so
 * @param crashed without a result
 * @param skipped not run
 * @param errors breaches of the format: a wrong number, a missing result, a suite without a test, no output at all
 */
public record KtapTally(int passed, int failed, int crashed, int skipped, int errors) {

    static final KtapTally NOTHING = new KtapTally(0, 0, 0, 0, 0);

    /** What the whole amounts to, by the names of {@code kunit.py}'s {@code TestStatus}. */
    String status() {
        if (total() == 0) {
            return "NO_TESTS";
        }
        if (crashed > 0) {
            return "TEST_CRASHED";
        }
        if (failed > 0) {
            return "FAILURE";
        }
        return passed > 0 ? "SUCCESS" : "SKIPPED";
    }

    int total() {
        return passed + failed + crashed + skipped;
    }

    KtapTally plus(KtapTally other) {
        return new KtapTally(
                passed + other.passed,
                failed + other.failed,
                crashed + other.crashed,
                skipped + other.skipped,
                errors + other.errors);
    }

    KtapTally plus(Ktap.Status status) {
        return switch (status) {
            case PASSED -> plus(new KtapTally(1, 0, 0, 0, 0));
            case FAILED -> plus(new KtapTally(0, 1, 0, 0, 0));
            case CRASHED -> plus(new KtapTally(0, 0, 1, 0, 0));
            case SKIPPED -> plus(new KtapTally(0, 0, 0, 1, 0));
        };
    }

    KtapTally plusError() {
        return plus(new KtapTally(0, 0, 0, 0, 1));
    }
}
