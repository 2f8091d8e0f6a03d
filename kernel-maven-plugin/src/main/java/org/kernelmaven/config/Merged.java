package org.kernelmaven.config;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.kernelmaven.kconfig.Assignment;
import org.kernelmaven.kconfig.ConfigValue;

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

    /** Where each option was asked for, by name; {@code unset} ones are not there. */
    public Map<String, String> origins() {
        return named(request -> request.option().origin().toString());
    }

    /** What is asked of each option, by name: a text has no quotes; {@code unset} ones are not there. */
    public Map<String, String> values() {
        return named(request -> request.assignment()
                .map(assignment -> assignment.value() instanceof ConfigValue.Text text
                        ? text.text()
                        : assignment.value().toString())
                .findFirst()
                .orElse(""));
    }

    private Map<String, String> named(Function<Request, String> fact) {
        var facts = new TreeMap<String, String>();
        requests.stream()
                .filter(request -> request.assignment().findAny().isPresent())
                .forEach(request -> facts.put(request.option().name(), fact.apply(request)));
        return facts;
    }
}
