package org.kernelmaven.kconfig;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Commands that Kconfig files are sure to ask for, whoever reads it: those of an assignment with {@code :=} or of a
 * {@code default}, whose text depends on nothing but the environment.
 */
final class ForeseenCommands {

    private static final Pattern COMMAND = Pattern.compile(
            "^(?:[\\w-]+ *:=|[ \\t]+default) *\"?\\$\\(shell,((?:[^()$\\n]|\\$\\(\\w+\\))*)\\)", Pattern.MULTILINE);
    private static final Pattern ASSIGNED = Pattern.compile("^([\\w-]+)\\s*(?:[:+]?=)", Pattern.MULTILINE);
    private static final Pattern VARIABLE = Pattern.compile("\\$\\((\\w+)\\)");

    private ForeseenCommands() {}

    /** Those of a text, in its order. */
    static List<String> of(String text, Map<String, String> environment) {
        var assigned = new HashSet<String>();
        ASSIGNED.matcher(text).results().forEach(assignment -> assigned.add(assignment.group(1)));
        var commands = new ArrayList<String>();
        COMMAND.matcher(text).results().map(found -> found.group(1)).forEach(command -> {
            var variables = VARIABLE.matcher(command);
            if (variables.results().noneMatch(variable -> assigned.contains(variable.group(1)))) {
                commands.add(variables.replaceAll(
                        variable -> Matcher.quoteReplacement(environment.getOrDefault(variable.group(1), ""))));
            }
        });
        return commands;
    }
}
