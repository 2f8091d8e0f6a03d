package org.kernelmaven.build.doctor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.kernelmaven.UserException;

/**
 * What a build needs, and how the machine meets it.
 *
 * @param requirements all that was looked at, each thing once
 * @param manager the machine's package manager, where it has one we know
 */
public record DoctorReport(List<Requirement> requirements, Optional<PackageManager> manager) {

    /** Copies; what is needed for several reasons becomes one requirement with the highest minimum. */
    public DoctorReport {
        var merged = new LinkedHashMap<String, Requirement>();
        requirements.forEach(requirement -> merged.merge(requirement.what(), requirement, DoctorReport::merge));
        requirements = List.copyOf(merged.values());
    }

    private static Requirement merge(Requirement one, Requirement other) {
        var why = Stream.concat(one.why().stream(), other.why().stream())
                .distinct()
                .toList();
        var minimum =
                Stream.concat(one.minimum().stream(), other.minimum().stream()).max(ToolVersion::compareTo);
        return new Requirement(
                one.what(),
                why,
                minimum,
                one.found().or(other::found),
                one.present() && other.present(),
                one.problem().or(other::problem),
                one.packages());
    }

    /** What is missing, too old or of no use. */
    public List<Requirement> missing() {
        return requirements.stream().filter(requirement -> !requirement.isMet()).toList();
    }

    /** Whether nothing is missing. */
    public boolean isHealthy() {
        return missing().isEmpty();
    }

    /** Both reports in one. */
    public DoctorReport plus(DoctorReport other) {
        var all = new ArrayList<>(requirements);
        all.addAll(other.requirements);
        return new DoctorReport(all, manager.or(other::manager));
    }

    /** The packages that bring what is missing. */
    public List<String> packages(PackageManager with) {
        return List.copyOf(missing().stream()
                .flatMap(requirement -> requirement.packages().with(with).stream())
                .collect(Collectors.toCollection(TreeSet::new)));
    }

    /** All that is missing, and the command that installs it; for the machine's package manager, or all we know. */
    public String message() {
        var missing = missing();
        if (missing.isEmpty()) {
            return "Everything the build needs is there.";
        }
        var message = new StringBuilder(missing.size() == 1 ? "The build needs:" : "The build needs, all at once:");
        missing.forEach(requirement -> message.append("\n  ").append(requirement));
        if (manager.isPresent()) {
            message.append("\nTo install it:").append(line(manager.get()));
        } else {
            message.append("\nNo known package manager is on the PATH. What installs it with each of them:");
            Stream.of(PackageManager.values()).map(this::line).forEach(message::append);
        }
        return message.toString();
    }

    private String line(PackageManager with) {
        var packages = packages(with);
        var line = packages.isEmpty() ? "" : "\n  " + with.line(packages);
        var without = missing().stream()
                .filter(requirement -> requirement.packages().with(with).isEmpty())
                .map(Requirement::what)
                .toList();
        return without.isEmpty()
                ? line
                : line + "\n  (" + with.program() + " has no package we know of for " + String.join(", ", without)
                        + ")";
    }

    /**
     * Ends the build where something is missing.
     *
     * @throws UserException with {@link #message}
     */
    public void throwIfMissing() {
        if (!isHealthy()) {
            throw new UserException(message()
                    + "\nOr let the plugin do it: mvn kernel:doctor -Dkernel.doctor.install (as root, or with sudo).");
        }
    }
}
