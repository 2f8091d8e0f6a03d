package org.kernelmaven.build.doctor;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.kernelmaven.tool.Command;
import org.kernelmaven.tool.CommandResult;
import org.kernelmaven.tool.CommandRunner;
import org.kernelmaven.tool.Host;

/** Looks for programs and headers on one machine; for any number of threads. */
final class Probe {

    /** Programs that do not print their version for {@code --version}. */
    private static final Map<String, List<String>> VERSION_ARGUMENTS =
            Map.of("openssl", List.of("version"), "bzip2", List.of("--help"));

    /** Where commands run that need no place: a compiler looks for included files in its working directory first. */
    private static final Path ROOT =
            FileSystems.getDefault().getRootDirectories().iterator().next();

    private final Host host;
    private final CommandRunner runner;
    private final boolean tellsVersions;
    private final Map<String, Optional<CommandResult>> versionTexts = new ConcurrentHashMap<>();

    /** @param tellsVersions whether programs of which no minimum is known are asked for their version, too */
    Probe(Host host, CommandRunner runner, boolean tellsVersions) {
        this.host = host;
        this.runner = runner;
        this.tellsVersions = tellsVersions;
    }

    Host host() {
        return host;
    }

    /** Runs a program of the machine, by its name on the machine's PATH; empty where there is none. */
    Optional<CommandResult> run(Path directory, List<String> argv, Map<String, String> environment) throws IOException {
        var program = host.find(argv.get(0));
        if (program.isEmpty()) {
            return Optional.empty();
        }
        var resolved = new ArrayList<>(argv);
        resolved.set(0, program.get().toString());
        var path = host.path().stream().map(Path::toString).collect(Collectors.joining(":"));
        return Optional.of(runner.run(Command.of(directory, resolved)
                .with("LC_ALL", "C")
                .with("PATH", path)
                .with(environment)));
    }

    /** As {@link #run(Path, List, Map)}, where the directory plays no part. */
    Optional<CommandResult> run(List<String> argv, Map<String, String> environment) throws IOException {
        return run(ROOT, argv, environment);
    }

    private Optional<CommandResult> run(List<String> argv) throws IOException {
        return run(argv, Map.of());
    }

    /** A requirement for a program, looked up by its name. */
    Requirement program(String name, String why, Optional<ToolVersion> minimum, Packages packages) throws IOException {
        var present = host.find(name).isPresent();
        var asks = present && (tellsVersions || minimum.isPresent());
        var found = asks ? version(name) : Optional.<ToolVersion>empty();
        return new Requirement(name, List.of(why), minimum, found, present, Optional.empty(), packages);
    }

    /** The version a program states in the first line that has one. */
    Optional<ToolVersion> version(String name) throws IOException {
        return versionText(name).flatMap(result -> result.tail().stream()
                .flatMap(line -> ToolVersion.in(line).stream())
                .findFirst());
    }

    /** A program is asked once, or twice where two threads want to know at the same time. */
    private Optional<CommandResult> versionText(String name) throws IOException {
        var known = versionTexts.get(name);
        if (known == null) {
            var plain = Path.of(name).getFileName().toString();
            var argv = new ArrayList<>(List.of(name));
            argv.addAll(VERSION_ARGUMENTS.getOrDefault(plain, List.of("--version")));
            known = run(argv);
            versionTexts.put(name, known);
        }
        return known;
    }

    /** Whether a program's version text, all of it, has a phrase in it. */
    boolean states(String name, String phrase) throws IOException {
        return versionText(name)
                .filter(result -> result.output().contains(phrase))
                .isPresent();
    }

    /**
     * A requirement for a header, asked of the compiler that will compile with it.
     *
     * @param compiler a program, with arguments where it has some
     */
    Requirement header(String compiler, String header, String library, String why, Packages packages)
            throws IOException {
        var argv = new ArrayList<>(List.of(compiler.strip().split("\\s+")));
        // Nothing is compiled but what -include reads, so that no file has to be written for it.
        argv.addAll(List.of("-x", "c", "-fsyntax-only", "-include", header, "/dev/null"));
        // Without a compiler nothing can be told; that it is missing is another requirement's business.
        var present = run(argv).map(CommandResult::succeeded).orElse(true);
        return new Requirement(
                header + " (" + library + ")",
                List.of(why),
                Optional.empty(),
                Optional.empty(),
                present,
                Optional.empty(),
                packages);
    }

    /** The first line a program prints; empty where it fails. */
    Optional<String> line(List<String> argv) throws IOException {
        return run(argv).filter(CommandResult::succeeded).flatMap(result -> result.tail().stream()
                .findFirst());
    }
}
