package org.kernelmaven.patch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.kernelmaven.UserException;
import org.kernelmaven.patch.Applied.Failure;
import org.kernelmaven.tool.Command;
import org.kernelmaven.tool.Host;

/** Applies a git binary patch with git, which GNU patch cannot; all or nothing, and without fuzz. */
final class GitApply {

    private static final Pattern FAILED = Pattern.compile("error: patch failed: (.+):(\\d+)");
    private static final Pattern ERROR = Pattern.compile("(?:error|fatal): (.+)");
    private static final int MOST_REJECT_LINES = 60;

    private final Programs programs;
    private final Host host;

    GitApply(Programs programs, Host host) {
        this.programs = programs;
        this.host = host;
    }

    Applied apply(LoadedPatch patch, Path directory) throws IOException {
        if (host.find("git").isEmpty()) {
            throw new UserException("Patch '" + patch.name() + "' (" + patch.origin()
                    + ") holds a git binary patch, which only git can apply, and there is no git on the PATH."
                    + " Install git.");
        }
        var failures = new ArrayList<Failure>();
        var errors = new ArrayList<String>();
        var reject = new StringBuilder();
        var result = programs.git().run(command(patch, directory, List.of()), line -> {
            var failed = FAILED.matcher(line);
            var error = ERROR.matcher(line);
            if (failed.matches()) {
                failures.add(failure(patch, failed.group(1), Integer.parseInt(failed.group(2))));
            } else if (error.matches()) {
                errors.add(error.group(1));
            } else if (line.startsWith("Skipped patch")) {
                errors.add(line);
            }
        });
        if (failures.isEmpty() && (!result.succeeded() || !errors.isEmpty())) {
            var said = errors.isEmpty() ? result.output() : String.join("; ", errors);
            failures.add(new Failure(Optional.empty(), Optional.empty(), "git apply says: " + said));
        }
        for (var failure : failures) {
            reject.append(hunkText(patch, failure));
        }
        return new Applied(failures, reject.toString().stripTrailing(), List.of());
    }

    boolean isApplied(LoadedPatch patch, Path directory) throws IOException {
        return programs.git()
                .run(command(patch, directory, List.of("--check", "--reverse")))
                .succeeded();
    }

    /**
     * In a subdirectory of a repository git apply would leave out, silently, what it takes for outside; so git must not
     * find one above the directory.
     */
    private static Command command(LoadedPatch patch, Path directory, List<String> more) throws IOException {
        var real = directory.toRealPath();
        if (real.toString().contains(":")) {
            throw new UserException("Patch '" + patch.name() + "' holds a git binary patch, and git cannot work in '"
                    + real + "', whose path has a colon. Use another kernel.workDirectory.");
        }
        var argv = new ArrayList<String>();
        argv.add("git");
        for (var setting : List.of(
                "core.autocrlf=false",
                "core.eol=lf",
                "core.safecrlf=false",
                "core.symlinks=true",
                "core.fileMode=true",
                "core.attributesFile=/dev/null",
                "core.hooksPath=/dev/null",
                "core.fsmonitor=false")) {
            argv.add("-c");
            argv.add(setting);
        }
        argv.addAll(List.of("apply", "-p" + patch.strip(), "--whitespace=nowarn", "--verbose"));
        argv.addAll(more);
        argv.add(patch.plainFile().toAbsolutePath().toString());
        return Command.of(real, argv)
                .with(
                        "GIT_CEILING_DIRECTORIES",
                        real.resolveSibling(".").normalize().toString())
                .with("GIT_CONFIG_NOSYSTEM", "1")
                .with("GIT_CONFIG_GLOBAL", "/dev/null")
                .with("GIT_ATTR_NOSYSTEM", "1");
    }

    private static Failure failure(LoadedPatch patch, String file, int line) {
        for (var diff : patch.content().files()) {
            for (var i = 0; diff.paths().contains(file) && i < diff.hunks().size(); i++) {
                var hunk = diff.hunks().get(i);
                if (hunk.oldStart() == line) {
                    return new Failure(
                            Optional.of(file),
                            Optional.of(i + 1),
                            "hunk " + (i + 1) + " of " + diff.hunks().size() + " (line " + hunk.line()
                                    + " of the patch) does not fit at line " + line);
                }
            }
        }
        return new Failure(Optional.of(file), Optional.empty(), "does not fit at line " + line);
    }

    /** git keeps no rejects without touching files: the hunk as it is in the patch. */
    private static String hunkText(LoadedPatch patch, Failure failure) throws IOException {
        var start = patch.content().files().stream()
                .filter(diff -> failure.file().filter(diff.paths()::contains).isPresent())
                .flatMap(diff -> failure.hunk().stream()
                        .filter(hunk -> hunk <= diff.hunks().size())
                        .map(hunk -> diff.hunks().get(hunk - 1).line()))
                .findFirst();
        if (start.isEmpty()) {
            return "";
        }
        var text = new StringBuilder();
        try (var lines = new PatchLines(patch.plainFile())) {
            while (lines.next() && lines.number() < start.get() + MOST_REJECT_LINES) {
                if (lines.number() > start.get() && " +-\\".indexOf(lines.first()) < 0) {
                    break;
                }
                if (lines.number() >= start.get()) {
                    text.append(lines.text()).append('\n');
                }
            }
        }
        return text.toString();
    }
}
