package org.kernelmaven.build.doctor;

import java.util.List;
import java.util.Optional;

/**
 * Something of the machine that a build needs.
 *
 * @param what a program's name, or a header as in {@code gelf.h (libelf)}
 * @param why what needs it: {@code every kernel build}, {@code CONFIG_DEBUG_INFO_BTF=y}
 * @param minimum the oldest version that will do
 * @param found the version there is; empty where there is none, or where it does not say
 * @param present whether it is there at all
 * @param problem what is wrong with it, where it is neither its absence nor its version
 * @param packages what brings it
 */
public record Requirement(
        String what,
        List<String> why,
        Optional<ToolVersion> minimum,
        Optional<ToolVersion> found,
        boolean present,
        Optional<String> problem,
        Packages packages) {

    /** Copies. */
    public Requirement {
        why = List.copyOf(why);
    }

    /** Whether it is there and new enough; a version that cannot be told counts as new enough. */
    public boolean isMet() {
        return present
                && problem.isEmpty()
                && (minimum.isEmpty() || found.isEmpty() || found.get().compareTo(minimum.get()) >= 0);
    }

    /** One line: what, how it is, and what needs it. */
    @Override
    public String toString() {
        var state = problem.orElseGet(() -> !present
                ? minimum.map(least -> least + " or newer is missing").orElse("is missing")
                : found.map(version -> "is " + version).orElse("is there")
                        + (isMet()
                                ? ""
                                : minimum.map(least -> ", " + least + " or newer is needed")
                                        .orElse("")));
        return what + " " + state + " (" + String.join(", ", why) + ")";
    }
}
