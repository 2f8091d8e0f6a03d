package org.kernelmaven.build.module;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.kernelmaven.UserException;
import org.kernelmaven.build.kunit.TestReport;
import org.kernelmaven.vm.Ktap;

/** What is said of several kernels in the end. */
final class Results {

    /** A message's beginning says what happened; the whole of it comes with the failure. */
    private static final int MOST_CHARS = 100;

    private static final String LOADING = "modules.load";

    private Results() {}

    /** @throws UserException with what failed for each kernel */
    static void throwIfAnyFailed(List<? extends Result<?>> results) {
        var failed =
                results.stream().filter(result -> result.failure().isPresent()).toList();
        if (!failed.isEmpty()) {
            throw new UserException(failed.size() + " of " + results.size() + " kernels failed:\n"
                    + failed.stream()
                            .map(result -> result.kernel() + ": "
                                    + result.failure().orElseThrow().getMessage())
                            .collect(Collectors.joining("\n")));
        }
    }

    /**
     * Whether the modules could be compiled and loaded, as a test of its own: there may be no other of this kernel.
     *
     * @return {@code modules.load}
     */
    static Ktap.Result loading(Result<Optional<TestReport>> result) {
        var failure = result.failure().map(UserException::getMessage).map(String::valueOf);
        if (failure.isPresent()) {
            return new Ktap.Result(
                    LOADING, Ktap.Status.FAILED, failure.get().lines().toList());
        }
        return result.value().orElseThrow().isPresent()
                ? new Ktap.Result(LOADING, Ktap.Status.PASSED, List.of())
                : new Ktap.Result(LOADING, Ktap.Status.SKIPPED, List.of("not tested"));
    }

    /** A line for each kernel: what its test showed. */
    static String table(List<Result<Optional<TestReport>>> results) {
        var width = results.stream()
                .mapToInt(result -> result.kernel().toString().length())
                .max()
                .orElse(0);
        return results.stream()
                .map(result -> "  " + pad(result.kernel().toString(), width) + "  " + line(result))
                .collect(Collectors.joining("\n", "Tested on " + results.size() + " kernels:\n", ""));
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(width - text.length());
    }

    private static String line(Result<Optional<TestReport>> result) {
        if (result.failure().isPresent()) {
            var message = String.valueOf(result.failure().get().getMessage());
            var lines = message.lines().map(String::strip).toList();
            var start = lines.get(0) + (lines.get(0).endsWith(":") && lines.size() > 1 ? " " + lines.get(1) : "");
            return "FAILED: " + (start.length() > MOST_CHARS ? start.substring(0, MOST_CHARS) + "…" : start);
        }
        return result.value().orElseThrow().map(TestReport::summary).orElse("not tested");
    }
}
