package org.kernelmaven.build.module;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a project's module dependencies bring, for its kernel.
 *
 * @param compiled those whose symbols and headers are seen: by the tests alone where their scope is {@code test}
 * @param loaded the binaries of all, for loading
 */
record ModuleDependencies(List<Compiled> compiled, List<Loaded> loaded) {

    /** Copies. */
    ModuleDependencies {
        compiled = List.copyOf(compiled);
        loaded = List.copyOf(loaded);
    }

    /**
     * A dependency whose symbols and headers are seen.
     *
     * @param dependency as Maven resolved it
     * @param headers its exported headers; may not exist
     * @param symbolVersions its {@code Module.symvers}
     */
    record Compiled(Dependency dependency, Path headers, Path symbolVersions) {

        boolean test() {
            return dependency.scope().equals("test");
        }
    }

    /**
     * The binaries of a dependency.
     *
     * @param dependency as Maven resolved it
     * @param directory holds its {@code .ko} files
     */
    record Loaded(Dependency dependency, Path directory) {

        /** The {@code .ko} files, sorted. */
        List<Path> files() throws IOException {
            try (var found = Files.list(directory)) {
                return found.filter(file -> file.toString().endsWith(".ko"))
                        .sorted()
                        .toList();
            }
        }
    }

    /** The same without what only tests see. */
    ModuleDependencies withoutTests() {
        return new ModuleDependencies(
                compiled.stream().filter(one -> !one.test()).toList(), loaded);
    }

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
            files.addAll(one.files());
        }
        return files;
    }
}
