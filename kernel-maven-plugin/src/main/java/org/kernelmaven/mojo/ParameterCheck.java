package org.kernelmaven.mojo;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.Plugin;
import org.apache.maven.model.PluginExecution;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.PluginParameterExpressionEvaluator;
import org.apache.maven.plugin.descriptor.MojoDescriptor;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.component.configurator.expression.ExpressionEvaluationException;
import org.codehaus.plexus.configuration.PlexusConfiguration;
import org.codehaus.plexus.util.xml.Xpp3Dom;
import org.kernelmaven.UserException;
import org.kernelmaven.config.CommandLine;
import org.kernelmaven.settings.Nearest;
import org.kernelmaven.settings.Origin;
import org.kernelmaven.settings.Problems;

/** Finds what is wrong with parameters and Maven lets pass: misspelt names, and words that are no booleans. */
final class ParameterCheck {

    private static final String PLUGIN_KEY = "org.kernelmaven:kernel-maven-plugin";
    private static final String PREFIX = "kernel.";

    /** A parameter's user property, as the plugin descriptor names it. */
    private static final Pattern PROPERTY = Pattern.compile("\\$\\{(kernel\\.[^}]+)}");

    private static final Set<String> BOOLEANS = Set.of("boolean", "java.lang.Boolean");

    private final MavenSession session;
    private final MavenProject project;
    private final MojoExecution execution;
    private final List<MojoDescriptor> goals;

    ParameterCheck(MavenSession session, MavenProject project, MojoExecution execution) {
        this.session = session;
        this.project = project;
        this.execution = execution;
        this.goals = execution.getMojoDescriptor().getPluginDescriptor().getMojos();
    }

    /**
     * Checks.
     *
     * @throws UserException naming everything that is wrong, each with its cure
     */
    void check() {
        var problems = new Problems();
        checkElements(problems);
        checkUserProperties(problems);
        checkBooleans(problems);
        problems.throwIfAny();
    }

    private void checkElements(Problems problems) {
        var known = new HashSet<String>();
        goals.forEach(goal -> Optional.ofNullable(goal.getParameters())
                .ifPresent(parameters -> parameters.forEach(parameter -> known.add(parameter.getName()))));
        // Not the user's: AbstractBuildMojo tells of it.
        known.remove("commandLine");
        Optional.ofNullable(project.getPlugin(PLUGIN_KEY)).ifPresent(plugin -> configurations(plugin)
                .flatMap(ParameterCheck::childNames)
                .distinct()
                .filter(name -> !known.contains(name))
                .forEach(name -> problems.add(
                        new Origin("'" + project.getFile() + "'"),
                        "unknown parameter <" + name + "> of " + PLUGIN_KEY + "." + hint(name, known))));
    }

    /** A property that the POM declares is its author's own, whatever it is called. */
    private void checkUserProperties(Problems problems) {
        var known = knownProperties();
        new TreeSet<>(session.getUserProperties().stringPropertyNames())
                .stream()
                        .filter(name -> name.startsWith(PREFIX))
                        .filter(name -> !known.contains(name) && !isOption(name))
                        .filter(name -> !project.getProperties().containsKey(name))
                        .forEach(name -> problems.add(
                                new Origin("-D" + name),
                                "no goal of " + PLUGIN_KEY + " has such a property."
                                        + hint(name, candidates(name, known))
                                        + " One of your own needs a place in the <properties> of the POM."));
    }

    /** Maven makes false of everything that is not true. */
    private void checkBooleans(Problems problems) {
        for (var parameter : execution.getMojoDescriptor().getParameters()) {
            if (BOOLEANS.contains(parameter.getType())) {
                var name = parameter.getName();
                var written = Optional.ofNullable(execution.getConfiguration())
                        .map(configuration -> configuration.getChild(name))
                        .map(Xpp3Dom::getValue);
                written.flatMap(this::evaluate)
                        .filter(value -> !value.isEmpty() && !isBoolean(value))
                        .ifPresent(value -> problems.add(
                                origin(name, written.orElse("")),
                                "'" + value + "' is no boolean: write true or false."));
            }
        }
    }

    private static boolean isBoolean(String value) {
        return value.equalsIgnoreCase("true") || value.equalsIgnoreCase("false");
    }

    private static Origin origin(String parameter, String written) {
        var property = PROPERTY.matcher(written);
        return property.matches() ? new Origin("property " + property.group(1)) : Origin.parameter(parameter);
    }

    private Optional<String> evaluate(String expression) {
        try {
            return Optional.ofNullable(new PluginParameterExpressionEvaluator(session, execution).evaluate(expression))
                    .map(Object::toString);
        } catch (ExpressionEvaluationException e) {
            throw new IllegalArgumentException("cannot evaluate " + expression, e);
        }
    }

    private Set<String> knownProperties() {
        var known = new HashSet<String>();
        goals.stream()
                .map(MojoDescriptor::getMojoConfiguration)
                .flatMap(Stream::ofNullable)
                .flatMap(configuration -> Stream.of(configuration.getChildren()))
                .map(PlexusConfiguration::getValue)
                .flatMap(Stream::ofNullable)
                .map(PROPERTY::matcher)
                .filter(matcher -> matcher.matches())
                .forEach(matcher -> known.add(matcher.group(1)));
        return known;
    }

    private static boolean isOption(String property) {
        return property.startsWith(CommandLine.PREFIX) && property.length() > CommandLine.PREFIX.length();
    }

    /** An option's name is free, so only what stands before it can be misspelt. */
    private static List<String> candidates(String property, Set<String> known) {
        if ((property + ".").startsWith(CommandLine.PREFIX)) {
            return List.of(CommandLine.PREFIX + "NAME");
        }
        var candidates = new ArrayList<>(known);
        var option = property.indexOf('.', PREFIX.length());
        if (option > 0) {
            candidates.add(CommandLine.PREFIX + property.substring(option + 1));
        }
        return candidates;
    }

    private static String hint(String name, Collection<String> known) {
        return Nearest.to(name, known)
                .map(near -> " Did you mean '" + near + "'?")
                .orElse(" See: mvn kernel:help -Ddetail -Dgoal=build.");
    }

    private static Stream<Object> configurations(Plugin plugin) {
        return Stream.concat(
                Stream.ofNullable(plugin.getConfiguration()),
                plugin.getExecutions().stream()
                        .map(PluginExecution::getConfiguration)
                        .flatMap(Stream::ofNullable));
    }

    private static Stream<String> childNames(Object configuration) {
        return configuration instanceof Xpp3Dom dom
                ? Stream.of(dom.getChildren()).map(Xpp3Dom::getName)
                : Stream.empty();
    }
}
