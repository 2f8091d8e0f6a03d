package org.kernelmaven.kconfig;

import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.kernelmaven.kconfig.ConfigValue.Tristate;
import org.kernelmaven.kconfig.language.Symbol;
import org.kernelmaven.kconfig.value.Configuration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes every visible tristate that nothing else decides a module.
 *
 * <p>All are asked to be {@code m} at once, and the whole model is evaluated. Two sets are then taken out: what has to
 * keep its earlier value lest a requested option be lost, and, where built-in is preferred, what only now became
 * visible and is {@code y} by default. It is evaluated again until neither set grows. They are sets and never shrink:
 * so order plays no part, and there are no more rounds than tristates.
 */
final class AutoModules {

    private static final Logger LOG = LoggerFactory.getLogger(AutoModules.class);

    private final ConfigRequest request;
    private final Pass first;
    private final List<Assignment> held;
    private final List<Symbol> candidates;

    /** @param first what comes out without it */
    AutoModules(ConfigRequest request, Pass first) {
        this.request = request;
        this.first = first;
        this.held = request.assignments().stream()
                .filter(assignment -> assignment.heldBy(first.result()))
                .toList();
        var asked = request.assignments().stream().map(Assignment::name).collect(Collectors.toSet());
        this.candidates = first.configuration().kconfig().byName().values().stream()
                .filter(symbol -> symbol.type() == Symbol.Type.TRISTATE)
                .filter(symbol -> !symbol.prompts().isEmpty() && !symbol.isChoice() && isFree(symbol.choice()))
                .filter(symbol -> !asked.contains(symbol.label()))
                .filter(symbol -> !request.preferBuiltin() || before(symbol) != Tristate.Y)
                .toList();
    }

    /** Of a choice that is y one member is picked; the members of another may all be modules. */
    private boolean isFree(@Nullable Symbol choice) {
        return choice == null || choice.members().stream().allMatch(member -> before(member) != Tristate.Y);
    }

    private Tristate before(Symbol symbol) {
        return first.result().tristate(symbol.label());
    }

    /** Evaluates the model with these values and the requested ones. */
    @FunctionalInterface
    interface Evaluation {
        Pass of(DotConfig wanted) throws IOException;
    }

    Pass apply(Evaluation evaluation) throws IOException {
        if (first.result().tristate("MODULES") != Tristate.Y) {
            // conf reads m as y where there are no modules: everything would be built in.
            LOG.warn("autoModules does nothing: MODULES is off in this configuration.");
            return first;
        }
        var kept = new HashSet<Symbol>();
        var builtIn = new HashSet<Symbol>();
        while (true) {
            var pass = evaluation.of(wanted(kept, builtIn));
            var decided = Stream.concat(kept.stream(), builtIn.stream()).collect(Collectors.toSet());
            var keptGrew = kept.addAll(needed(pass, kept, decided));
            var builtInGrew = request.preferBuiltin() && builtIn.addAll(builtIn(pass, decided));
            if (!keptGrew && !builtInGrew) {
                return pass;
            }
            LOG.debug("autoModules: {} keep what they had, {} are built in by default", kept.size(), builtIn.size());
        }
    }

    private DotConfig wanted(Set<Symbol> kept, Set<Symbol> builtIn) {
        var values = new LinkedHashMap<>(first.result().values());
        for (var candidate : candidates) {
            if (!kept.contains(candidate) && !builtIn.contains(candidate)) {
                values.put(candidate.label(), Tristate.M);
            }
        }
        return new DotConfig(values);
    }

    /** What must keep its earlier value for the options that were asked for, and for what already has to. */
    private Set<Symbol> needed(Pass pass, Set<Symbol> kept, Set<Symbol> decided) {
        var kconfig = pass.configuration().kconfig();
        var lost = held.stream()
                .filter(assignment -> !assignment.heldBy(pass.result()))
                .flatMap(assignment -> kconfig.find(assignment.name()).stream())
                .collect(Collectors.toSet());
        var changed = candidates.stream()
                .filter(candidate -> changed(candidate, pass.configuration()))
                .collect(Collectors.toSet());
        var open = changed.stream()
                .filter(candidate -> !decided.contains(candidate))
                .collect(Collectors.toSet());
        var causes = new Causes(first.configuration(), pass.configuration(), open)
                .of(Stream.concat(lost.stream(), kept.stream().filter(changed::contains))
                        .toList());
        return causes.isEmpty() && !lost.isEmpty() ? open : causes;
    }

    private boolean changed(Symbol symbol, Configuration now) {
        return !first.configuration().text(symbol).equals(now.text(symbol));
    }

    /** What the first configuration did not show, and is y now that nobody asks for anything of it. */
    private Set<Symbol> builtIn(Pass pass, Set<Symbol> decided) {
        return candidates.stream()
                .filter(candidate -> !decided.contains(candidate))
                .filter(candidate -> first.result().get(candidate.label()).isEmpty())
                .filter(candidate ->
                        pass.configuration().visibility(candidate) == org.kernelmaven.kconfig.language.Tristate.Y)
                .filter(candidate -> pass.configuration().defaultText(candidate).equals("y"))
                .collect(Collectors.toSet());
    }
}
