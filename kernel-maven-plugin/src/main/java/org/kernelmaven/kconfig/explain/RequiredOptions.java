package org.kernelmaven.kconfig.explain;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.kernelmaven.kconfig.Assignment;
import org.kernelmaven.kconfig.ConfigRequest;
import org.kernelmaven.kconfig.ConfigResolver;
import org.kernelmaven.kconfig.ConfigValue;
import org.kernelmaven.kconfig.Resolution;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the request says so: asks also for what the requested options need, and resolves again. What was asked for
 * itself is never changed, nor lost.
 */
public final class RequiredOptions implements ConfigResolver {

    private static final Logger LOG = LoggerFactory.getLogger(RequiredOptions.class);

    /** What one round turns on may let another option be seen; more rounds than this were never needed. */
    private static final int MAX_ROUNDS = 5;

    private final ConfigResolver resolver;

    /** @param resolver resolves a request as it is */
    public RequiredOptions(ConfigResolver resolver) {
        this.resolver = resolver;
    }

    @Override
    public Resolution resolve(ConfigRequest request) throws IOException {
        var resolution = resolver.resolve(request);
        if (!request.resolveDependencies()) {
            return resolution;
        }
        var required = new LinkedHashMap<String, Assignment>();
        for (var round = 0; round < MAX_ROUNDS; round++) {
            var more = required(request.with(required.values()), resolution);
            if (more.isEmpty()) {
                break;
            }
            required.putAll(more);
            resolution = resolver.resolve(request.with(required.values()));
        }
        return resolution;
    }

    private static Map<String, Assignment> required(ConfigRequest request, Resolution resolution) {
        var asked = request.assignments().stream()
                .collect(Collectors.toMap(Assignment::name, assignment -> "a requested option"));
        var search = new ChangeSearch(resolution.configuration(), asked);
        var required = new LinkedHashMap<String, Assignment>();
        for (var assignment : resolution.symbols().open(request.assignments(), resolution.config())) {
            var symbol = resolution.configuration().kconfig().byName().get(assignment.name());
            if (symbol == null || !(search.find(symbol, assignment.text()) instanceof Change.Found found)) {
                continue;
            }
            var values = new LinkedHashMap<>(found.values());
            values.remove(assignment.name());
            if (found.lost().isEmpty() && values.keySet().stream().noneMatch(asked::containsKey)) {
                LOG.info("{} needs {}: turned on, as resolveDependencies says", assignment.name(), shown(values));
                values.forEach((name, value) -> required.put(name, new Assignment(name, value(value))));
            }
        }
        return required;
    }

    private static String shown(Map<String, String> values) {
        return values.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining(", "));
    }

    private static ConfigValue value(String text) {
        return ConfigValue.Tristate.of(text)
                .<ConfigValue>map(value -> value)
                .orElseGet(() -> new ConfigValue.Text(text));
    }
}
