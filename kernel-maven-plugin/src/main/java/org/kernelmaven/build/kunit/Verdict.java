package org.kernelmaven.build.kunit;

import java.util.ArrayList;
import java.util.List;
import org.kernelmaven.UserException;
import org.kernelmaven.vm.Attempts;
import org.kernelmaven.vm.Fault;
import org.kernelmaven.vm.GuestRun;
import org.kernelmaven.vm.Outcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says whether a guest's run was a good one.
 *
 * @param subject what is tested
 */
record Verdict(TestRuns.Subject subject) {

    private static final Logger LOG = LoggerFactory.getLogger(Verdict.class);

    /** Beyond that many faults or failed tests, only their number is told. */
    private static final int MOST_SHOWN = 5;

    /** What a guest did wrong, other than by a test's result. */
    List<String> faults(GuestRun run) {
        var bad = new ArrayList<String>();
        for (var fault : run.faults()) {
            if (fault.duringTest() || fault.kind() == Fault.Kind.OOPS) {
                bad.add(describe(fault));
            } else {
                LOG.warn(
                        "Linux {} warns {}, which fails nothing: {}", subject.release(), fault.during(), fault.title());
            }
        }
        end(run, bad);
        return bad;
    }

    /** @throws UserException with all that was bad */
    void throwIfBad(List<String> faults, TestReport report) {
        var bad = new ArrayList<>(faults);
        report.tests().stream()
                .filter(test -> test.status().isBad())
                .map(Verdict::describe)
                .forEach(bad::add);
        if (!bad.isEmpty()) {
            var more = bad.size() - MOST_SHOWN;
            throw new UserException(subject.what() + " failed on Linux " + subject.release() + ":\n  "
                    + String.join("\n  ", bad.subList(0, Math.min(bad.size(), MOST_SHOWN)))
                    + (more > 0 ? "\n  … and " + more + " more" : "")
                    + "\nThe whole console: '" + report.console() + "'");
        }
    }

    private static String describe(Attempts test) {
        var lines = test.first().diagnostics();
        return "test '" + test.name() + "' failed"
                + (test.results().size() == 1
                        ? ""
                        : " in each of " + test.results().size() + " guests")
                + (lines.isEmpty() ? "" : ":\n    " + String.join("\n    ", lines));
    }

    private static String describe(Fault fault) {
        if (fault.kind() != Fault.Kind.FAILURE) {
            return fault.describe();
        }
        return LoadFailure.explain(fault.title())
                + (fault.lines().isEmpty() ? "" : "\n    " + String.join("\n    ", fault.lines()));
    }

    /** Notes an end that no fault accounts for. */
    private static void end(GuestRun run, List<String> bad) {
        var outcome = run.outcome();
        if (outcome instanceof Outcome.TimedOut) {
            bad.add(outcome.describe() + ", " + run.during() + ". Give it longer with kernel.test.timeout.");
        } else if (outcome instanceof Outcome.Flooded) {
            bad.add(outcome.describe() + ", " + run.during());
        } else if (!outcome.succeeded() && bad.isEmpty()) {
            bad.add(outcome.describe() + ", " + run.during());
        }
    }
}
