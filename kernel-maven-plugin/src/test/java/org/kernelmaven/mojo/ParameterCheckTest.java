package org.kernelmaven.mojo;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import org.apache.maven.execution.DefaultMavenExecutionRequest;
import org.apache.maven.execution.DefaultMavenExecutionResult;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.Build;
import org.apache.maven.model.Model;
import org.apache.maven.model.Plugin;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.descriptor.MojoDescriptor;
import org.apache.maven.plugin.descriptor.PluginDescriptorBuilder;
import org.apache.maven.project.MavenProject;
import org.apache.maven.repository.internal.MavenRepositorySystemUtils;
import org.codehaus.plexus.configuration.PlexusConfigurationException;
import org.codehaus.plexus.util.xml.Xpp3Dom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.kernelmaven.UserException;

/** On the plugin's own descriptor, as Maven reads it. */
class ParameterCheckTest {

    private static final Path DESCRIPTOR = Path.of("target/classes/META-INF/maven/plugin.xml");

    private final Properties commandLine = new Properties();
    private final Model model = new Model();
    private String goal = "run";
    private final Xpp3Dom configuration = new Xpp3Dom("configuration");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kernel.jobs",
                "kernel.run.memory",
                "kernel.doctor.install",
                "kernel.defconfig",
                "kernel.config.NR_CPUS",
                "kernelVersion",
                "maven.kernel"
            })
    void knownPropertiesPass(String name) {
        commandLine.setProperty(name, "1");

        assertThatCode(this::check).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "kernel.jbos, kernel.jobs",
        "kernel.baseconfig, kernel.baseConfig",
        "kernel.run.timout, kernel.run.timeout",
        "kernel.doctorinstall, kernel.doctor.install",
        "kernel.confg.KGDB, kernel.config.KGDB",
        "kernel.config, kernel.config.NAME",
        "kernel.config., kernel.config.NAME",
    })
    void misspeltPropertyGetsTheNearestName(String written, String meant) {
        commandLine.setProperty(written, "1");

        assertThatThrownBy(this::check)
                .isInstanceOf(UserException.class)
                .hasMessageStartingWith("-D" + written + ": no goal of org.kernelmaven:kernel-maven-plugin has")
                .hasMessageContaining("Did you mean '" + meant + "'?");
    }

    @Test
    void propertyOfTheProjectsOwnPasses() {
        model.addProperty("kernel.version", "6.1");
        commandLine.setProperty("kernel.version", "6.12");

        assertThatCode(this::check).doesNotThrowAnyException();
    }

    @Test
    void propertyLikeNoneIsSaidWithTheCure() {
        commandLine.setProperty("kernel.frobnication", "1");

        assertThatThrownBy(this::check)
                .hasMessageContaining("-Dkernel.frobnication")
                .hasMessageContaining("kernel:help")
                .hasMessageContaining("<properties>");
    }

    @Test
    void misspeltElementsAndPropertiesAreNamedAtOnce() {
        commandLine.setProperty("kernel.jbos", "1");
        commandLine.setProperty("kernel.strore", "/srv");
        configuration.addChild(element("baseConfg", "defconfig"));

        assertThatThrownBy(this::check)
                .hasMessageContaining("-Dkernel.jbos")
                .hasMessageContaining("Did you mean 'kernel.store'?")
                .hasMessageContaining("unknown parameter <baseConfg>")
                .hasMessageContaining("Did you mean 'baseConfig'?");
    }

    @ParameterizedTest
    @CsvSource({
        "build, commonConfig, maybe",
        "build, autoModules, yes",
        "build, preferBuiltin, 1",
        "build, ignoreConfigErrors, ture",
        "build, debugArtifact, on",
        "doctor, install, no",
    })
    void elementThatIsNoBooleanIsNamed(String goalName, String parameter, String word) {
        goal = goalName;
        configuration.addChild(element(parameter, word));

        assertThatThrownBy(this::check)
                .isInstanceOf(UserException.class)
                .hasMessage("parameter <" + parameter + ">: '" + word + "' is no boolean: write true or false.");
    }

    @ParameterizedTest
    @CsvSource({"build, kernel.commonConfig, maybe", "doctor, kernel.doctor.install, yes"})
    void propertyThatIsNoBooleanIsNamed(String goalName, String property, String word) {
        goal = goalName;
        commandLine.setProperty(property, word);

        assertThatThrownBy(this::check)
                .isInstanceOf(UserException.class)
                .hasMessage("property " + property + ": '" + word + "' is no boolean: write true or false.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "false", "TRUE", "False"})
    void booleansPass(String word) {
        configuration.addChild(element("commonConfig", word));
        commandLine.setProperty("kernel.autoModules", word);

        assertThatCode(this::check).doesNotThrowAnyException();
    }

    private void check() throws IOException, PlexusConfigurationException {
        var plugin = new Plugin();
        plugin.setGroupId("org.kernelmaven");
        plugin.setArtifactId("kernel-maven-plugin");
        plugin.setConfiguration(configuration);
        model.setBuild(new Build());
        model.getBuild().addPlugin(plugin);
        var project = new MavenProject(model);
        project.setFile(new File("/p/pom.xml"));
        try (var descriptor = Files.newBufferedReader(DESCRIPTOR)) {
            var mojo = new PluginDescriptorBuilder().build(descriptor).getMojo(goal);
            var execution = new MojoExecution(mojo);
            execution.setConfiguration(configured(mojo));
            new ParameterCheck(session(project), project, execution).check();
        }
    }

    @SuppressWarnings("deprecation") // Maven's own way to make a session is not for tests
    private MavenSession session(MavenProject project) {
        var request = new DefaultMavenExecutionRequest().setUserProperties(commandLine);
        var session = new MavenSession(
                null, MavenRepositorySystemUtils.newSession(), request, new DefaultMavenExecutionResult());
        session.setCurrentProject(project);
        return session;
    }

    /** What Maven gives to a goal: what the POM says, and for the other parameters their properties. */
    private Xpp3Dom configured(MojoDescriptor mojo) {
        var all = new Xpp3Dom("configuration");
        for (var parameter : mojo.getMojoConfiguration().getChildren()) {
            var given = Optional.ofNullable(configuration.getChild(parameter.getName()));
            all.addChild(given.orElseGet(() -> element(parameter.getName(), parameter.getValue(""))));
        }
        return all;
    }

    private static Xpp3Dom element(String name, String value) {
        var element = new Xpp3Dom(name);
        element.setValue(value);
        return element;
    }
}
