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
import org.apache.maven.plugin.descriptor.MojoDescriptor;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.configuration.PlexusConfiguration;
import org.codehaus.plexus.util.xml.Xpp3Dom;
import org.kernelmaven.UserException;
import org.kernelmaven.config.CommandLine;
import org.kernelmaven.settings.Nearest;
import org.kernelmaven.settings.Origin;
import org.kernelmaven.settings.Problems;

/** Finds parameters that Maven ignores, or only warns of, because their names are misspelt. */
final class ParameterCheck {

    private static final String PLUGIN_KEY = "org.kernelmaven:kernel-maven-plugin";
    private static final String PREFIX = "kernel.";

    /** A parameter's user property, as the plugin descriptor names it. */
    private static final Pattern PROPERTY = Pattern.compile("\\$\\{(kernel\\.[^}]+)}");

    private final MavenSession session;
    private final MavenProject project;
    private final List<MojoDescriptor> goals;

    ParameterCheck(MavenSession session, MavenProject project, MojoExecution execution) {
        this.session = session;
        this.project = project;
        this.goals = execution.getMojoDescriptor().getPluginDescriptor().getMojos();
    }

    /**
     * Checks.
     *
     * @throws UserException naming everything that is wrong, each with the nearest name there is
     */
    void check() {
        var problems = new Problems();
        checkElements(problems);
        checkUserProperties(problems);
        problems.throwIfAny();
    }

    private void checkElements(Problems problems) {
        var known = new HashSet<String>();
        goals.forEach(goal -> Optional.ofNullable(goal.getParameters())
                .ifPresent(parameters -> parameters.forEach(parameter -> known.add(parameter.getName()))));
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
