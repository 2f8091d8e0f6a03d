package org.kernelmaven.build.kunit;

import java.util.Optional;
import org.kernelmaven.UserException;

/**
 * Which tests run and what of them fails the build, as Surefire's parameters have it.
 *
 * @param skip whether none runs
 * @param failureIgnore whether the build goes on after what would fail it
 * @param selection which are wanted
 * @param failIfNone whether it fails where none was run
 * @param reruns how often one that failed is run again, until it passes
 */
public record TestRules(boolean skip, boolean failureIgnore, TestSelection selection, boolean failIfNone, int reruns) {

    /** All run once, and what is bad fails the build. */
    public static final TestRules ALL = new TestRules(false, false, TestSelection.ALL, false, 0);

    private static final int MOST_RERUNS = 100;

    /**
     * Checks.
     *
     * @throws UserException where a number is none
     */
    public TestRules {
        if (reruns < 0 || reruns > MOST_RERUNS) {
            throw new UserException("parameter surefire.rerunFailingTestsCount: " + reruns + " is not between 0 and "
                    + MOST_RERUNS + ".");
        }
    }

    /**
     * Reads parameters.
     *
     * @param test the selection as a user writes it; not looked at where none is to run
     * @param failIfNoneMatches whether it is a mistake where that selects nothing
     * @throws UserException where the selection is not written as Surefire's patterns are, or a number is none
     */
    public static TestRules of(
            boolean skip,
            boolean failureIgnore,
            Optional<String> test,
            boolean failIfNoneMatches,
            boolean failIfNone,
            int reruns) {
        var selection = skip ? TestSelection.ALL : TestSelection.parse(test, failIfNoneMatches);
        return new TestRules(skip, failureIgnore, selection, failIfNone, reruns);
    }

    /** The same, and what is bad fails. */
    public TestRules strict() {
        return new TestRules(skip, false, selection, failIfNone, reruns);
    }

    /** The same for other tests. */
    public TestRules of(TestSelection others) {
        return new TestRules(skip, failureIgnore, others, failIfNone, reruns);
    }

    /**
     * To be called where no test was run.
     *
     * @param why the reason, to follow a colon
     * @throws UserException where that fails the build
     */
    public void none(String why) {
        if (failIfNone) {
            throw new UserException("No test was run: " + why + ". With -DfailIfNoTests=false that fails no build.");
        }
    }
}
