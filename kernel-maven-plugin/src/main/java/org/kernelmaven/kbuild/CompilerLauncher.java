package org.kernelmaven.kbuild;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.kernelmaven.UserException;
import org.kernelmaven.settings.Nearest;
import org.kernelmaven.tool.Command;
import org.kernelmaven.tool.CommandRunner;
import org.kernelmaven.tool.Host;

/**
 * A program that stands before the compiler, such as ccache. It changes how fast a kernel is compiled and nothing of
 * what comes out, so it is in no fingerprint and no artifact, and only the make that compiles sees it.
 *
 * @param program ccache, sccache, distcc, icecc or the like: a name on the PATH, or an absolute path
 * @param behind what ccache calls where it has no result; empty for the compiler itself
 * @param setsJobs whether the farm may say how many jobs make runs: false where the user has
 */
public record CompilerLauncher(String program, Optional<String> behind, boolean setsJobs) {

    private static final int MOST_JOBS = 4096;

    /**
     * What makes a file compiled in one directory a hit in another: the ccache manual's "Compiling in different
     * directories". A view's files are hard links, which have a young ctime however old they are. Not CCACHE_BASEDIR:
     * it has absolute paths compiled as relative ones, which {@code -ffile-prefix-map} does not find then. The kernel's
     * own files are compiled by relative paths anyway.
     */
    private static final Map<String, String> SETTINGS =
            Map.of("CCACHE_NOHASHDIR", "1", "CCACHE_SLOPPINESS", "include_file_ctime,include_file_mtime");

    private static final String EXTRA_FILES = "CCACHE_EXTRAFILES";

    private static final Set<String> USUAL = Set.of("ccache", "sccache", "distcc", "icecc");

    /**
     * Reads the parameter {@code compilerLauncher}.
     *
     * @param value a program, or {@code ccache} and a second one to call where it has no result; empty for none
     * @param jobs the parameter {@code jobs}
     * @throws UserException where there is no such program, or too many
     */
    public static Optional<CompilerLauncher> of(Optional<String> value, Optional<Integer> jobs, Host host) {
        var words = words(value);
        if (words.isEmpty()) {
            return Optional.empty();
        }
        words.forEach(word -> check(word, host));
        if (words.size() > (name(words.get(0)).equals("ccache") ? 2 : 1)) {
            throw new UserException("parameter <compilerLauncher>: '" + String.join(" ", words)
                    + "' is more than one program. Name one, or ccache and what it calls: ccache distcc.");
        }
        return Optional.of(
                new CompilerLauncher(words.get(0), words.stream().skip(1).findFirst(), jobs.isEmpty()));
    }

    /** The programs that the parameter {@code compilerLauncher} names and that are to be found on the PATH. */
    public static List<String> names(Optional<String> value) {
        return words(value).stream().filter(word -> !word.contains("/")).toList();
    }

    private static List<String> words(Optional<String> value) {
        return value.map(String::strip)
                .filter(given -> !given.isEmpty())
                .map(given -> List.of(given.split("\\s+")))
                .orElse(List.of());
    }

    private static void check(String word, Host host) {
        var what = "parameter <compilerLauncher>: '" + word + "' ";
        if (word.startsWith("-")) {
            throw new UserException(what + "is an option, and only programs are named here: what they read from the"
                    + " environment and from files of their own holds.");
        }
        if (!word.contains("/")) {
            if (host.find(word).isEmpty()) {
                throw new UserException(what + "is no program on the PATH."
                        + Nearest.to(word, USUAL)
                                .filter(near -> !near.equals(word))
                                .map(near -> " Did you mean '" + near + "'?")
                                .orElse(" 'mvn kernel:doctor' says how to install it; or remove the parameter."));
            }
            return;
        }
        var file = Path.of(word);
        if (!file.isAbsolute()) {
            throw new UserException(what + "is a relative path, and the compiler runs in many directories."
                    + " Write an absolute path, or a name on the PATH.");
        }
        if (!Files.isRegularFile(file)) {
            throw new UserException(what + "is no file. Correct the path, or install it and write its name: ccache.");
        }
        if (!Files.isExecutable(file)) {
            throw new UserException(what + "is not executable. Run 'chmod +x " + word + "', or name another program.");
        }
    }

    private static String name(String program) {
        return program.substring(program.lastIndexOf('/') + 1);
    }

    /** Whether it can say what it did for one build alone. */
    public boolean hasStatistics() {
        return name(program).equals("ccache");
    }

    /**
     * Whether it compiles again what was compiled with another seed of structure layouts: clang reads that from a file,
     * and sccache compares the file's name alone.
     */
    public boolean seesSeeds() {
        return !name(program).equals("sccache")
                && behind.filter(other -> name(other).equals("sccache")).isEmpty();
    }

    /**
     * The same make with the launcher before the compilers of the target and of this machine.
     *
     * @param seed the file with the seed of structure layouts, where they are at random
     * @param callers the caller's environment: what the user set for ccache wins
     * @param statistics the file that ccache writes what it did to
     */
    public Command launch(
            Command make,
            Toolchain toolchain,
            Optional<Path> seed,
            Map<String, String> callers,
            Path statistics,
            CommandRunner runner)
            throws IOException {
        var launched = make.plus(List.of(
                "CC=" + before(String.join(" ", toolchain.compiler())), "HOSTCC=" + before(toolchain.hostCompiler())));
        if (hasStatistics()) {
            var settings = new HashMap<>(SETTINGS);
            settings.keySet().removeAll(callers.keySet());
            if (callers.containsKey("CCACHE_HASHDIR")) {
                settings.remove("CCACHE_NOHASHDIR");
            }
            // Before 4.11 ccache takes the seed for the same as long as its file has the same name (its issue 1528).
            seed.ifPresent(file -> settings.put(
                    EXTRA_FILES,
                    Stream.concat(Optional.ofNullable(callers.get(EXTRA_FILES)).stream(), Stream.of(file.toString()))
                            .collect(Collectors.joining(":"))));
            behind.ifPresent(farm -> settings.put("CCACHE_PREFIX", farm));
            settings.put("CCACHE_STATSLOG", statistics.toString());
            launched = launched.with(settings);
        }
        var jobs = setsJobs ? jobs(make.directory(), callers, runner) : Optional.<Integer>empty();
        return jobs.isPresent() ? launched.plus(List.of("-j" + jobs.get())) : launched;
    }

    private String before(String compiler) {
        return name(compiler.split(" ")[0]).equals(name(program)) ? compiler : program + " " + compiler;
    }

    /** What {@code distcc -j} says: the jobs that its hosts take together. */
    private Optional<Integer> jobs(Path directory, Map<String, String> callers, CommandRunner runner)
            throws IOException {
        var farm = behind.or(
                        () -> hasStatistics() ? Optional.ofNullable(callers.get("CCACHE_PREFIX")) : Optional.empty())
                .orElse(program);
        if (!name(farm).equals("distcc")) {
            return Optional.empty();
        }
        var result = runner.run(Command.of(directory, farm, "-j"));
        // With DISTCC_VERBOSE it says more.
        var answer = result.tail().stream()
                .map(String::strip)
                .filter(line -> line.matches("[0-9]{1,6}"))
                .reduce((first, last) -> last);
        if (!result.succeeded() || answer.isEmpty()) {
            throw new UserException("'" + farm + " -j' failed (exit " + result.exitCode() + "): " + result.output()
                    + "\nName the farm's hosts in the variable DISTCC_HOSTS or in ~/.distcc/hosts, or give <jobs>.");
        }
        return Optional.of(Math.max(1, Math.min(MOST_JOBS, Integer.parseInt(answer.get()))));
    }
}
