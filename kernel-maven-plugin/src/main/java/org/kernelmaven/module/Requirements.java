package org.kernelmaven.module;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.kernelmaven.KernelVersion;

/**
 * What a module asks of a kernel: parameter {@code <requires>}.
 *
 * @param options by name without {@code CONFIG_}
 * @param features the kernel must have (true) or lack (false), as its metadata names them
 * @param arches one of which the kernel must be for; empty for any
 * @param kernel the versions it must be one of; empty for any
 */
public record Requirements(
        Map<String, OptionState> options, Map<String, Boolean> features, List<String> arches, Optional<Range> kernel) {

    /** Nothing asked for. */
    public static final Requirements NONE = new Requirements(Map.of(), Map.of(), List.of(), Optional.empty());

    /** Copies. */
    public Requirements {
        options = Collections.unmodifiableMap(new TreeMap<>(options));
        features = Collections.unmodifiableMap(new TreeMap<>(features));
        arches = List.copyOf(arches);
    }

    /**
     * A set of versions.
     *
     * @param text as the user wrote it: {@code [5.15,7)}
     * @param contains whether a version is in it
     */
    public record Range(String text, Predicate<KernelVersion> contains) {}

    /** How an option must be. */
    public enum OptionState {
        /** Built in. */
        YES,
        /** A module. */
        MODULE,
        /** Built in or a module, or any value of a number or text. */
        SET,
        /** Not set, or not there. */
        OFF;

        /**
         * Reads {@code yes}, {@code module}, {@code set}, {@code off}, or as a {@code .config} has it {@code y},
         * {@code m}, {@code n}.
         */
        public static Optional<OptionState> parse(String text) {
            return switch (text.strip().toLowerCase(Locale.ROOT)) {
                case "y", "yes" -> Optional.of(YES);
                case "m", "module" -> Optional.of(MODULE);
                case "set" -> Optional.of(SET);
                case "n", "no", "off" -> Optional.of(OFF);
                default -> Optional.empty();
            };
        }

        boolean heldBy(String name, KernelOptions options) {
            return switch (this) {
                case YES -> options.yes(name);
                case MODULE -> options.value(name).filter("m"::equals).isPresent();
                case SET -> options.on(name);
                case OFF -> !options.on(name);
            };
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
