package org.kernelmaven.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.kernelmaven.UserException;
import org.kernelmaven.kconfig.Assignment;
import org.kernelmaven.kconfig.ConfigValue;
import org.kernelmaven.kconfig.DeepStack;
import org.kernelmaven.kconfig.Resolution;
import org.kernelmaven.kconfig.explain.Asked;
import org.kernelmaven.kconfig.explain.ShortExplanation;
import org.kernelmaven.kconfig.value.Configuration;
import org.kernelmaven.settings.Nearest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares every requested option with the resolved configuration.
 *
 * @param findings every option that does not hold, sorted by name
 */
public record Audit(List<Finding> findings) {

    private static final Logger LOG = LoggerFactory.getLogger(Audit.class);

    /** Copies. */
    public Audit {
        findings = List.copyOf(findings);
    }

    /** How grave it is that an option does not hold. */
    public enum Severity {
        /** It was asked for by this project, or by the published kernel it starts from. */
        ERROR,
        /** It is one of the common config: something this project decided stands in its way. */
        WARNING,
        /** It is optional. */
        NOTE
    }

    /**
     * One option that does not hold.
     *
     * @param severity how grave
     * @param option what was asked, and where
     * @param told the message, worked out when it is asked for: it holds a search for a cure
     */
    public record Finding(Severity severity, Option option, Supplier<String> told) {

        /** What came out instead and why, with the option's name and origin; may have several lines. */
        public String message() {
            return option.name() + " (" + option.origin() + "): " + told.get();
        }
    }

    /** Compares. */
    public static Audit of(Merged merged, Resolution resolution) {
        return DeepStack.call(() -> compared(merged, resolution));
    }

    private static Audit compared(Merged merged, Resolution resolution) {
        var model = Asked.again(resolution.configuration(), merged.values());
        var origins = merged.origins();
        var findings = new ArrayList<Finding>();
        for (var request : merged.requests()) {
            request.assignment()
                    .flatMap(assignment -> problem(assignment, resolution, model, origins).stream())
                    .map(problem -> new Finding(severity(request), request.option(), problem))
                    .forEach(findings::add);
        }
        findings.sort(Comparator.comparing(finding -> finding.option().name()));
        return new Audit(findings);
    }

    private static Severity severity(Merged.Request request) {
        if (request.option().optional()) {
            return Severity.NOTE;
        }
        return request.rank() == Layer.Rank.COMMON ? Severity.WARNING : Severity.ERROR;
    }

    private static Optional<Supplier<String>> problem(
            Assignment assignment, Resolution resolution, Configuration model, Map<String, String> origins) {
        var symbol = resolution.symbols().get(assignment.name());
        if (symbol.isEmpty()) {
            return Optional.of(() -> "this kernel has no such option."
                    + Nearest.to(assignment.name(), resolution.symbols().names())
                            .map(near -> " Did you mean '" + near + "'?")
                            .orElse(""));
        }
        var mismatch = assignment.mismatch(symbol.get().type());
        if (mismatch.isPresent()) {
            var place = symbol.get().entries().get(0).place();
            return Optional.of(() -> "wrong type: " + mismatch.get() + " (defined at " + place + ").");
        }
        if (assignment.heldBy(resolution.config())) {
            return Optional.empty();
        }
        var got = resolution
                .config()
                .get(assignment.name())
                .map(Object::toString)
                .orElse(assignment.value() instanceof ConfigValue.Text ? "nothing" : "n");
        return Optional.of(() -> "wanted " + assignment.value() + ", got " + got
                + explanation(assignment, model, origins).stream()
                        .map(line -> "\n      " + line)
                        .collect(Collectors.joining()));
    }

    private static List<String> explanation(Assignment assignment, Configuration model, Map<String, String> origins) {
        return DeepStack.call(() -> ShortExplanation.of(model, origins, assignment.name(), assignment.text()));
    }

    /** The findings of one severity, sorted by name. */
    public List<Finding> of(Severity severity) {
        return findings.stream()
                .filter(finding -> finding.severity() == severity)
                .toList();
    }

    /**
     * Reports: optional options to DEBUG, the common config's as one warning, the project's as an error or as warnings.
     *
     * @param ignoreConfigErrors whether errors are warnings
     * @throws UserException with all errors at once, unless they are ignored
     */
    public void report(boolean ignoreConfigErrors) {
        debug("optional", of(Severity.NOTE));
        var common = of(Severity.WARNING);
        if (!common.isEmpty()) {
            LOG.warn(
                    "{} options of the common config do not hold in this configuration: {}",
                    common.size(),
                    common.stream().map(finding -> finding.option().name()).collect(Collectors.joining(", ")));
            debug("common config", common);
        }
        var errors = of(Severity.ERROR);
        if (ignoreConfigErrors) {
            errors.forEach(finding -> LOG.warn("{}", finding.message()));
        } else if (!errors.isEmpty()) {
            throw new UserException(
                    (errors.size() == 1
                                    ? "An option does not hold in the resolved configuration:"
                                    : errors.size() + " options do not hold in the resolved configuration:")
                            + errors.stream()
                                    .map(finding -> "\n  " + finding.message())
                                    .collect(Collectors.joining())
                            + "\nChange them, mark them as optional ('NAME = value?'), or set ignoreConfigErrors to build all the same.");
        }
    }

    private static void debug(String what, List<Finding> findings) {
        if (LOG.isDebugEnabled()) {
            findings.forEach(finding -> LOG.debug("{}: {}", what, finding.message()));
        }
    }
}
