package org.kernelmaven.build.module;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a project's module dependencies bring, for its kernel.
 *
 * @param compiled those whose symbols and headers this project's modules see
 * @param loaded the binaries of all, for loading
 */
record ModuleDependencies(List<Compiled> compiled, List<Loaded> loaded) {

    /** Copies. */
    ModuleDependencies {
        compiled = List.copyOf(compiled);
        loaded = List.copyOf(loaded);
    }

    /**
     * A dependency in scope {@code compile}.
     *
     * @param dependency as Maven resolved it
     * @param headers its exported headers; may not exist
     * @param symbolVersions its {@code Module.symvers}
     */
    record Compiled(Dependency dependency, Path headers, Path symbolVersions) {}

    /**
     * The binaries of a dependency.
     *
     * @param dependency as Maven resolved it
     * @param directory holds its {@code .ko} files
     * @param test whether only tests load it
     */
    record Loaded(Dependency dependency, Path directory, boolean test) {}

    /** The headers that there are. */
    List<Path> headers() {
        return compiled.stream()
                .map(Compiled::headers)
                .filter(Files::isDirectory)
                .toList();
    }

    /** The symbol versions. */
    List<Path> symbolVersions() {
        return compiled.stream().map(Compiled::symbolVersions).toList();
    }

    /** The {@code .ko} files of all, sorted within each. */
    List<Path> files() throws IOException {
        var files = new ArrayList<Path>();
        for (var one : loaded) {
            try (var found = Files.list(one.directory())) {
                found.filter(file -> file.toString().endsWith(".ko")).sorted().forEach(files::add);
            }
        }
        return files;
    }

    /** Every directory and file that was opened. */
    Stream<Path> opened() {
        return Stream.concat(
                compiled.stream().flatMap(one -> Stream.of(one.headers(), one.symbolVersions())),
                loaded.stream().map(Loaded::directory));
    }
}
