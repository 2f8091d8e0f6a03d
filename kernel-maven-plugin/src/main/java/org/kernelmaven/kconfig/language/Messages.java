package org.kernelmaven.kconfig.language;

import java.util.ArrayList;
import java.util.List;

/** What is found wrong while files are read: errors are collected, warnings only noted. */
final class Messages {

    private static final int MAX_ERRORS = 1_000;
    private static final int MAX_WARNINGS = 10_000;

    private final List<String> errors = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private final List<String> output = new ArrayList<>();

    void error(Place place, String message) {
        error(place + ": " + message);
    }

    void error(String message) {
        errors.add(message);
        if (errors.size() >= MAX_ERRORS) {
            throw failure();
        }
    }

    /** An error that nothing can be read after. */
    KconfigException fatal(Place place, String message) {
        errors.add(place + ": " + message);
        return failure();
    }

    void warn(Place place, String message) {
        warn(place + ":warning: " + message);
    }

    void warn(String message) {
        if (warnings.size() < MAX_WARNINGS) {
            warnings.add(message);
        }
    }

    void info(String line) {
        if (output.size() < MAX_WARNINGS) {
            output.add(line);
        }
    }

    boolean hasErrors() {
        return !errors.isEmpty();
    }

    KconfigException failure() {
        return new KconfigException(errors, warnings, output);
    }

    List<String> warnings() {
        return warnings;
    }

    List<String> output() {
        return output;
    }
}
