package org.kernelmaven.config;

import java.util.List;
import java.util.stream.Stream;
import org.kernelmaven.kconfig.Assignment;

/**
 * What all layers together ask for.
 *
 * @param requests one for each option name, sorted by name; {@code unset} ones included
 */
public record Merged(List<Request> requests) {

    /** Copies. */
    public Merged {
        requests = List.copyOf(requests);
    }

    /**
     * One option that survived the merge.
     *
     * @param option what is asked, and where it was written
     * @param rank of the layer it came from
     */
    public record Request(Option option, Layer.Rank rank) {

        Stream<Assignment> assignment() {
            return option.value().asked().map(value -> new Assignment(option.name(), value)).stream();
        }
    }

    /** The options, sorted by name; {@code unset} ones included. */
    public List<Option> options() {
        return requests.stream().map(Request::option).toList();
    }

    /** What to ask Kconfig for, sorted by name. */
    public List<Assignment> assignments() {
        return requests.stream().flatMap(Request::assignment).toList();
    }
}
