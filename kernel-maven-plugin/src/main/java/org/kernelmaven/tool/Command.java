package org.kernelmaven.tool;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One command to run: an argument vector, never a string that something splits.
 *
 * @param argv the program and its arguments
 * @param directory the working directory
 * @param environment variables set on top of the caller's own environment
 * @param removed variables of the caller's own environment that the command must not see: names, or prefixes that end
 *     in {@code *}
 * @param kept names of variables that the command sees although a prefix in {@code removed} takes them away
 */
public record Command(
        List<String> argv, Path directory, Map<String, String> environment, Set<String> removed, Set<String> kept) {

    /** Checks and copies. */
    public Command {
        if (argv.isEmpty()) {
            throw new IllegalArgumentException("a command needs a program");
        }
        argv = List.copyOf(argv);
        environment = Map.copyOf(environment);
        removed = Set.copyOf(removed);
        kept = Set.copyOf(kept);
    }

    /** A command that sees all of the caller's own environment. */
    public Command(List<String> argv, Path directory, Map<String, String> environment) {
        this(argv, directory, environment, Set.of(), Set.of());
    }

    /** A command with nothing added to the environment. */
    public static Command of(Path directory, String... argv) {
        return new Command(List.of(argv), directory, Map.of());
    }

    /** A command with nothing added to the environment. */
    public static Command of(Path directory, List<String> argv) {
        return new Command(argv, directory, Map.of());
    }

    /** The same command with one more variable. */
    public Command with(String name, String value) {
        return with(Map.of(name, value));
    }

    /** The same command with more variables. */
    public Command with(Map<String, String> variables) {
        var all = new TreeMap<>(environment);
        all.putAll(variables);
        return new Command(argv, directory, all, removed, kept);
    }

    /** The same command in another working directory. */
    public Command in(Path other) {
        return new Command(argv, other, environment, removed, kept);
    }

    /** The same command with more arguments at its end. */
    public Command plus(List<String> arguments) {
        var all = new ArrayList<>(argv);
        all.addAll(arguments);
        return new Command(all, directory, environment, removed, kept);
    }

    /** The same command without some variables of the caller's own: names, or prefixes that end in {@code *}. */
    public Command without(Collection<String> names) {
        var all = new TreeSet<>(removed);
        all.addAll(names);
        return new Command(argv, directory, environment, all, kept);
    }

    /** The same command with one variable of the caller's own, although {@link #without} takes its prefix away. */
    public Command keeping(String name) {
        var all = new TreeSet<>(kept);
        all.add(name);
        return new Command(argv, directory, environment, removed, all);
    }

    /** The whole environment that the command sees. */
    public Map<String, String> environmentOn(Map<String, String> callers) {
        var all = new TreeMap<>(callers);
        all.keySet().removeIf(this::removes);
        all.putAll(environment);
        return all;
    }

    /** Whether the command must not see that variable of the caller's own environment. */
    boolean removes(String variable) {
        return !kept.contains(variable)
                && (removed.contains(variable)
                        || removed.stream()
                                .anyMatch(name -> name.endsWith("*")
                                        && variable.startsWith(name.substring(0, name.length() - 1))));
    }

    /** The command as a user would type it, for messages only. */
    @Override
    public String toString() {
        return String.join(" ", argv);
    }
}
