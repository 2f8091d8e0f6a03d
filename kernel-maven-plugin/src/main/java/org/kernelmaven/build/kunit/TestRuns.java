package org.kernelmaven.build.kunit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.kernelmaven.UserException;
import org.kernelmaven.vm.GuestRun;
import org.kernelmaven.vm.Ktap;
import org.kernelmaven.vm.SurefireReports;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has tests run in a guest, those that failed again in new ones, and says what came of them as Surefire does. Only a
 * test that failed is given another turn: an oops, or a guest that hangs, is no flake.
 */
public final class TestRuns {

    private static final Logger LOG = LoggerFactory.getLogger(TestRuns.class);

    private final Subject subject;
    private final Path directory;
    private final SurefireReports reports;

    /**
     * What is tested.
     *
     * @param what for messages: {@code The modules}
     * @param release the kernel's
     * @param unselected why tests may run that nobody selected
     */
    public record Subject(String what, String release, String unselected) {}

    /** Boots a guest and waits for its end. */
    public interface Boot {
        /**
         * Does it.
         *
         * @param selection which tests are wanted; more may run
         * @param ktap takes the lines that results may be in
         * @param console the file that takes all
         */
        GuestRun boot(TestSelection selection, Ktap ktap, Path console) throws IOException;
    }

    /** Says what is bad about a run without a result that is wanted. */
    public interface Missing {
        /** @param all the results that nobody wanted; empty where nothing is bad */
        Optional<String> say(List<Ktap.Result> all) throws IOException;
    }

    /**
     * @param directory takes the consoles
     * @param reports take the results
     */
    public TestRuns(Subject subject, Path directory, SurefireReports reports) {
        this.subject = subject;
        this.directory = directory;
        this.reports = reports;
    }

    /**
     * Runs them.
     *
     * @throws UserException where something was bad, unless the rules have that ignored
     */
    public TestReport run(TestRules rules, Boot boot, Missing missing) throws IOException {
        removeOtherConsoles();
        var console = directory.resolve("console.log");
        var selection = rules.selection();
        var ktap = new Ktap();
        var run = boot.boot(selection, ktap, console);
        var all = ktap.results();
        var wanted = all.stream().filter(selection::has).toList();
        var turns = new Turns();
        turns.add(wanted);
        var loaded = run.loaded();
        var elapsed = run.elapsed();
        var verdict = new Verdict(subject);
        var faults = new ArrayList<>(verdict.faults(run));
        for (var again = 1;
                faults.isEmpty() && again <= rules.reruns() && !turns.bad().isEmpty();
                again++) {
            var failed = turns.bad();
            LOG.info(
                    "{} of {} again in a new guest, turn {} of {}",
                    failed.size(),
                    turns.all().size(),
                    again,
                    rules.reruns());
            console = directory.resolve("console-rerun-" + again + ".log");
            var once = TestSelection.of(failed);
            var results = new Ktap();
            run = boot.boot(once, results, console);
            turns.add(results.results().stream()
                    .filter(selection::has)
                    .filter(once::has)
                    .toList());
            faults.addAll(verdict.faults(run));
            elapsed = elapsed.plus(run.elapsed());
        }
        reports.write(turns.all());
        var report = new TestReport(subject.release(), loaded, turns.all(), elapsed, console);
        report.show();
        if (wanted.size() < all.size()) {
            LOG.info(
                    "{} more ran that -Dtest={} does not select, and are not counted: {}",
                    all.size() - wanted.size(),
                    selection,
                    subject.unselected());
        }
        if (faults.isEmpty() && wanted.isEmpty()) {
            missing.say(all).ifPresent(faults::add);
        }
        judge(verdict, faults, report, rules);
        return report;
    }

    private static void judge(Verdict verdict, List<String> faults, TestReport report, TestRules rules) {
        try {
            verdict.throwIfBad(faults, report);
            LOG.info("{}; console: '{}'", report.summary(), report.console());
        } catch (UserException e) {
            if (!rules.failureIgnore()) {
                throw e;
            }
            LOG.error("{}\nThe build goes on: maven.test.failure.ignore is set.", e.getMessage());
        }
    }

    private void removeOtherConsoles() throws IOException {
        Files.createDirectories(directory);
        try (var files = Files.newDirectoryStream(directory, "console-*.log")) {
            for (var file : files) {
                Files.delete(file);
            }
        }
    }
}
