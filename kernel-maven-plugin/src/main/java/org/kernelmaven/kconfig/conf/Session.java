package org.kernelmaven.kconfig.conf;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Where the command runs.
 *
 * @param directory the current directory: the build tree
 * @param environment as make exports it
 * @param tree the kernel tree whose conf is stood in for: it says which dialect the files are in
 * @param console questions, messages and answers
 */
record Session(Path directory, Map<String, String> environment, Path tree, Console console) {

    /** Where file names begin. */
    static final String SOURCE_TREE = "srctree";

    /** Copies. */
    Session {
        environment = Map.copyOf(environment);
    }

    /** An environment variable. */
    Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name));
    }

    /** Whether an environment variable is there, were it empty. */
    boolean has(String name) {
        return environment.containsKey(name);
    }

    /** Whether an environment variable has a text. */
    boolean isOn(String name) {
        return variable(name).filter(text -> !text.isEmpty()).isPresent();
    }

    /** The folder of the Kconfig files. */
    Path sourceTree() {
        return variable(SOURCE_TREE)
                .filter(text -> !text.isEmpty())
                .map(directory::resolve)
                .orElse(directory);
    }

    /** A file of the current directory. */
    Path file(String name) {
        return directory.resolve(name);
    }
}
