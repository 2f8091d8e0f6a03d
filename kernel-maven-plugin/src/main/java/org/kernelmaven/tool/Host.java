package org.kernelmaven.tool;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The facts of the machine that builds, injected so that a test can be another machine.
 *
 * @param machine the processor as {@code uname -m} names it: {@code x86_64}, {@code aarch64}, …
 * @param cores processors that may be used
 * @param path the directories programs are looked up in, in order
 */
public record Host(String machine, int cores, List<Path> path) {

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

    /** Where a program is, or empty where the machine has none of that name. */
    public Optional<Path> find(String program) {
        return path.stream()
                .map(directory -> directory.resolve(program))
                .filter(candidate -> Files.isExecutable(candidate) && Files.isRegularFile(candidate))
                .findFirst();
    }
}
