package org.kernelmaven.archive;

import java.util.stream.Stream;

/** Rules on where symbolic links lead. */
public final class LinkTargets {

    private LinkTargets() {}

    /**
     * Whether a target goes up first and then only down. Where "a/.." leads depends on what a is; where all links are
     * of this shape and lead inside by their text, none leaves the tree by way of another, whatever becomes of that
     * one.
     */
    public static boolean climbsFirst(String target) {
        var steps = Stream.of(target.split("/"))
                .filter(step -> !step.isEmpty() && !step.equals("."))
                .toList();
        return steps.stream().dropWhile(".."::equals).noneMatch(".."::equals);
    }
}
