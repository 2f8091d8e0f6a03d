package org.kernelmaven.tool;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where a shell looks for programs.
 *
 * @param folders those of {@code PATH}; a relative one is left out, for it depends on where the shell runs
 */
public record SearchPath(List<Path> folders) {

    /** Copies. */
    public SearchPath {
        folders = List.copyOf(folders);
    }

    /** That of a shell with this environment. */
    public static SearchPath of(Map<String, String> environment) {
        return new SearchPath(
                Stream.of(environment.getOrDefault("PATH", "/usr/bin:/bin").split(":"))
                        .filter(entry -> entry.startsWith("/"))
                        .flatMap(SearchPath::folder)
                        .toList());
    }

    /** None where the JVM's own encoding has not all its letters: Java finds nothing there. */
    private static Stream<Path> folder(String entry) {
        try {
            return Stream.of(Path.of(entry));
        } catch (InvalidPathException e) {
            return Stream.of();
        }
    }

    /** The first program of that name; empty too where a program cannot have it. */
    public Optional<Path> find(String name) {
        try {
            return folders.stream()
                    .map(folder -> folder.resolve(name))
                    .filter(file -> Files.isExecutable(file) && Files.isRegularFile(file))
                    .findFirst();
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }
}
