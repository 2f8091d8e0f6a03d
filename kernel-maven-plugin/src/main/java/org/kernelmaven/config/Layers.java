package org.kernelmaven.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.kernelmaven.KernelVersion;
import org.kernelmaven.UserException;

/** Merges layers into one request for each option. */
public final class Layers {

    private Layers() {}

    /**
     * Merges.
     *
     * <p>Options whose condition does not match the kernel are left out first. Then, for each name, only the highest
     * {@link Layer.Rank} that names it counts. Within it forced options win over others, and mandatory over optional
     * ones; of those that are left all must ask for the same value. {@code unset} is a value like the others here; it
     * asks Kconfig for nothing.
     *
     * @param arch the value of {@code ARCH}
     * @throws UserException with every conflict: the option, the values, and where each was written
     */
    public static Merged merge(List<Layer> layers, KernelVersion version, String arch) {
        var byName = new TreeMap<String, List<Merged.Request>>();
        for (var layer : layers) {
            for (var option : layer.options()) {
                if (option.condition().matches(version, arch)) {
                    byName.computeIfAbsent(option.name(), name -> new ArrayList<>())
                            .add(new Merged.Request(option, layer.rank()));
                }
            }
        }
        var conflicts = new ArrayList<String>();
        var merged = new ArrayList<Merged.Request>();
        byName.forEach((name, requests) -> {
            var strongest = strongest(requests);
            conflict(name, strongest).ifPresent(conflicts::add);
            merged.add(strongest.get(strongest.size() - 1));
        });
        if (!conflicts.isEmpty()) {
            throw new UserException(message(conflicts));
        }
        return new Merged(merged);
    }

    private static List<Merged.Request> strongest(List<Merged.Request> requests) {
        var rank = requests.stream()
                .map(Merged.Request::rank)
                .max(Layer.Rank::compareTo)
                .orElseThrow();
        var left = preferring(requests, request -> request.rank() == rank);
        left = preferring(left, request -> request.option().forced());
        return preferring(left, request -> !request.option().optional());
    }

    private static List<Merged.Request> preferring(List<Merged.Request> requests, Predicate<Merged.Request> better) {
        var chosen = requests.stream().filter(better).toList();
        return chosen.isEmpty() ? requests : chosen;
    }

    private static Optional<String> conflict(String name, Collection<Merged.Request> requests) {
        Map<Value, Option> byValue = new LinkedHashMap<>();
        requests.forEach(request -> byValue.putIfAbsent(request.option().value(), request.option()));
        if (byValue.size() < 2) {
            return Optional.empty();
        }
        var forced = byValue.values().stream().allMatch(Option::forced);
        return Optional.of(name + ": "
                + byValue.values().stream()
                        .map(option -> option.value() + " (" + option.origin() + ")")
                        .collect(Collectors.joining(" against "))
                + (forced ? ", all of them forced" : ""));
    }

    private static String message(List<String> conflicts) {
        return (conflicts.size() == 1
                        ? "An option is asked to have different values:"
                        : conflicts.size() + " options are asked to have different values:")
                + conflicts.stream().map(conflict -> "\n  " + conflict).collect(Collectors.joining())
                + "\nKeep one value, or force one (force = true in TOML, <force>true</force> in the POM).";
    }
}
