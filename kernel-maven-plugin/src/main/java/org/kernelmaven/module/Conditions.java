package org.kernelmaven.module;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Which options a piece of code depends on: groups that must all hold, each a set of options of which one must be on.
 *
 * <p>What is not understood, a negation or an arch's macro, counts as no condition: then too little is said of a
 * symbol, but nothing wrong.
 *
 * @param groups never an empty one
 */
record Conditions(List<Set<String>> groups) {

    /** Always there, or not known when. */
    static final Conditions NONE = new Conditions(List.of());

    private static final Pattern OPTION = Pattern.compile("CONFIG_([A-Za-z0-9_]+)");
    private static final Pattern TERM = Pattern.compile(
            "\\(*\\s*(?:(?:defined|IS_ENABLED|IS_BUILTIN|IS_REACHABLE|IS_MODULE)\\s*\\(?\\s*)?CONFIG_([A-Za-z0-9_]+)[\\s)]*");
    private static final Pattern UNKNOWN = Pattern.compile("[!<>=?+*-]");

    /** Copies. */
    Conditions {
        groups = List.copyOf(new LinkedHashSet<>(groups));
    }

    static Conditions option(String name) {
        return new Conditions(List.of(Set.of(name)));
    }

    /** Every option that a text names, one of which must be on. */
    static Conditions anyNamed(String text) {
        var names = named(text);
        return names.isEmpty() ? NONE : new Conditions(List.of(names));
    }

    /** Every option that a text names, all of which must be on. */
    static Conditions allNamed(String text) {
        return new Conditions(named(text).stream().map(Set::of).toList());
    }

    private static Set<String> named(String text) {
        var names = new TreeSet<String>();
        OPTION.matcher(text).results().forEach(result -> names.add(result.group(1)));
        return Set.copyOf(names);
    }

    /** What C's {@code #if} asks of the configuration. */
    static Conditions ofPreprocessor(String expression) {
        if (UNKNOWN.matcher(expression).find()) {
            return NONE;
        }
        if (expression.contains("||")) {
            return expression.contains("&&") ? NONE : alternatives(expression);
        }
        var groups = new ArrayList<Set<String>>();
        for (var term : expression.split("&&")) {
            var option = TERM.matcher(term);
            if (option.matches()) {
                groups.add(Set.of(bare(option.group(1))));
            }
        }
        return new Conditions(groups);
    }

    private static Conditions alternatives(String expression) {
        var names = new TreeSet<String>();
        for (var term : expression.split("\\|\\|")) {
            var option = TERM.matcher(term);
            if (!option.matches()) {
                return NONE;
            }
            names.add(bare(option.group(1)));
        }
        return new Conditions(List.of(Set.copyOf(names)));
    }

    /** {@code CONFIG_X_MODULE} is what the kernel's headers define for an X that is a module. */
    private static String bare(String option) {
        return option.endsWith("_MODULE") && option.length() > 7 ? option.substring(0, option.length() - 7) : option;
    }

    Conditions and(Conditions more) {
        return new Conditions(
                Stream.concat(groups.stream(), more.groups.stream()).toList());
    }

    /** One of several ways to the same code: what they have in common, and the last group of each as alternatives. */
    static Conditions oneOf(List<Conditions> ways) {
        if (ways.isEmpty()) {
            return NONE;
        }
        var common = new ArrayList<>(ways.get(0).groups);
        ways.forEach(way -> common.retainAll(way.groups));
        var alternatives = new TreeSet<String>();
        for (var way : ways) {
            var own = new ArrayList<>(way.groups);
            own.removeAll(common);
            if (own.isEmpty()) {
                return new Conditions(common);
            }
            alternatives.addAll(own.get(own.size() - 1));
        }
        common.add(Set.copyOf(alternatives));
        return new Conditions(common);
    }
}
