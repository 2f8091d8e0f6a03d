package org.kernelmaven.tool;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The facts of the machine that builds, injected so that a test can be another machine.
 *
 * @param machine the processor as {@code uname -m} names it: {@code x86_64}, {@code aarch64}, …
 * @param cores processors that may be used
 * @param path the directories programs are looked up in, in order
 */
public record Host(String machine, int cores, List<Path> path) {

    private static final Pattern LIBC =
            Pattern.compile("[^/]*(/.*/(?:libc\\.so\\.6|libc-[0-9.]+\\.so|(?:ld-|libc\\.)musl-.*))");

    /** Copies. */
    public Host {
        path = List.copyOf(path);
    }

    /** The machine this JVM runs on. */
    public static Host current() {
        return of(
                System.getenv(),
                System.getProperty("os.arch"),
                Runtime.getRuntime().availableProcessors());
    }

    static Host of(Map<String, String> environment, String osArch, int cores) {
        var machine = osArch.equals("amd64") ? "x86_64" : osArch;
        var path = Stream.of(environment.getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .filter(entry -> !entry.isEmpty())
                .map(Path::of)
                .toList();
        return new Host(machine, cores, path);
    }

    /**
     * The C library that this JVM runs with, and so the machine's programs: of glibc another version may lack what a
     * program needs, and musl runs none that was linked to glibc. Empty where the system does not say.
     */
    public Optional<Path> libc() throws IOException {
        var maps = Path.of("/proc/self/maps");
        return Files.isReadable(maps) ? libc(Files.readAllLines(maps)) : Optional.empty();
    }

    /** @param maps lines of {@code /proc/PID/maps} (proc_pid_maps(5)), which end in the path of what is mapped */
    static Optional<Path> libc(List<String> maps) {
        return maps.stream()
                .map(LIBC::matcher)
                .filter(Matcher::matches)
                .map(matcher -> Path.of(matcher.group(1)))
                .findFirst();
    }

    /** A program that runs on this machine: that of this JVM. */
    public Path runnable() {
        return Path.of("/proc/self/exe");
    }

    /** Where a program is, or empty where the machine has none of that name. */
    public Optional<Path> find(String program) {
        return new SearchPath(path).find(program);
    }
}
