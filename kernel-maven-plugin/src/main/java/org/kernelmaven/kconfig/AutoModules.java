package org.kernelmaven.kconfig;

import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.kernelmaven.kconfig.ConfigValue.Tristate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes every visible tristate that nothing else decides a module.
 *
 * <p>An option that was asked for may need a tristate built in; then those it depends on keep what they had.
 */
final class AutoModules {

    private static final Logger LOG = LoggerFactory.getLogger(AutoModules.class);
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_]+");
    private static final int MAX_ROUNDS = 4;

    private final Symbols symbols;
    private final ConfigRequest request;

    AutoModules(Symbols symbols, ConfigRequest request) {
        this.symbols = symbols;
        this.request = request;
    }

    /** Resolves a config. */
    @FunctionalInterface
    interface Pass {
        DotConfig resolve(DotConfig wanted) throws IOException;
    }

    DotConfig apply(DotConfig first, Pass pass) throws IOException {
        if (first.tristate("MODULES") != Tristate.Y) {
            // conf reads m as y where there are no modules: everything would be built in.
            LOG.warn("autoModules does nothing: MODULES is off in this configuration.");
            return first;
        }
        var held = request.assignments().stream()
                .filter(assignment -> assignment.heldBy(first))
                .toList();
        var candidates = candidates(first);
        var settled = first;
        for (var round = 0; round < MAX_ROUNDS; round++) {
            settled = pass.resolve(asModules(first, candidates));
            var resolved = settled;
            var lost = held.stream()
                    .filter(assignment -> !assignment.heldBy(resolved))
                    .map(Assignment::name)
                    .collect(Collectors.toCollection(TreeSet::new));
            if (lost.isEmpty()) {
                return settled;
            }
            LOG.debug("as modules, other options break {}", lost);
            var lastTry = round >= MAX_ROUNDS - 2;
            var needed = lastTry ? Set.<String>of() : needs(lost);
            if (!candidates.removeIf(
                    name -> first.tristate(name) == Tristate.Y && (lastTry || needed.contains(name)))) {
                candidates.removeIf(name -> first.tristate(name) == Tristate.Y);
            }
        }
        return settled;
    }

    private Set<String> candidates(DotConfig first) {
        var asked = request.assignments().stream().map(Assignment::name).collect(Collectors.toSet());
        return symbols.all().stream()
                .filter(symbol -> symbol.type() == Symbol.Type.TRISTATE)
                .filter(symbol -> symbol.hasPrompt() && symbol.choice().isEmpty())
                .map(Symbol::name)
                .filter(name -> !asked.contains(name))
                .filter(name -> !request.preferBuiltin() || first.tristate(name) != Tristate.Y)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static DotConfig asModules(DotConfig first, Set<String> candidates) {
        var values = new LinkedHashMap<>(first.values());
        candidates.forEach(name -> values.put(name, Tristate.M));
        return new DotConfig(values);
    }

    /** Every name in the dependencies of the symbols, and in the dependencies of those. */
    private Set<String> needs(Set<String> names) {
        var needed = new HashSet<String>();
        var open = new HashSet<>(names);
        while (!open.isEmpty()) {
            var next = new HashSet<String>();
            for (var name : open) {
                symbols.get(name).ifPresent(symbol -> symbol.definitions().stream()
                        .flatMap(definition -> definition.dependencies().stream())
                        .flatMap(expression -> NAME.matcher(expression).results())
                        .map(match -> match.group())
                        .filter(needed::add)
                        .forEach(next::add));
            }
            open = next;
        }
        return needed;
    }
}
