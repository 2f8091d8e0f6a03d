package org.kernelmaven.build.module;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.kernelmaven.UserException;
import org.kernelmaven.vm.Fault;
import org.kernelmaven.vm.GuestRun;
import org.kernelmaven.vm.Ktap;
import org.kernelmaven.vm.Outcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says whether a guest's run was a good one.
 *
 * @param release the kernel's
 * @param console the file that holds all the guest printed
 * @param withoutTests what is bad about a run without a test's result; empty where nothing is
 */
record Verdict(String release, Path console, Optional<String> withoutTests) {

    private static final Logger LOG = LoggerFactory.getLogger(Verdict.class);

    /** Beyond that many faults or failed tests, only their number is told. */
    private static final int MOST_SHOWN = 5;

    /** @throws UserException with all that was bad */
    void throwIfBad(GuestRun run, List<Ktap.Result> results) {
        var bad = new ArrayList<String>();
        for (var fault : run.faults()) {
            if (fault.duringTest() || fault.kind() == Fault.Kind.OOPS) {
                bad.add(describe(fault));
            } else {
                LOG.warn("Linux {} warns {}, before any module is loaded: {}", release, fault.during(), fault.title());
            }
        }
        end(run, bad);
        for (var result : results) {
            if (result.status().isBad()) {
                bad.add("test '" + result.name() + "' failed"
                        + (result.diagnostics().isEmpty()
                                ? ""
                                : ":\n    " + String.join("\n    ", result.diagnostics())));
            }
        }
        if (bad.isEmpty() && results.isEmpty()) {
            withoutTests.ifPresent(bad::add);
        }
        if (!bad.isEmpty()) {
            var more = bad.size() - MOST_SHOWN;
            throw new UserException("The modules failed on Linux " + release + ":\n  "
                    + String.join("\n  ", bad.subList(0, Math.min(bad.size(), MOST_SHOWN)))
                    + (more > 0 ? "\n  … and " + more + " more" : "")
                    + "\nThe whole console: '" + console + "'");
        }
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
