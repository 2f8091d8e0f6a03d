package org.kernelmaven.kconfig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kernelmaven.UserException;
import org.kernelmaven.kconfig.ConfigValue.Text;
import org.kernelmaven.kconfig.ConfigValue.Tristate;
import org.kernelmaven.tool.Command;
import org.kernelmaven.tool.CommandRunner;

class EngineResolverTest {

    private final Path directory;

    EngineResolverTest(@TempDir Path directory) throws IOException {
        this.directory = directory;
        StubTree.write(directory);
    }

    private final EngineResolver resolver = new EngineResolver(new CommandRunner());

    @Test
    void startsFromADefconfigAndWritesValuesAsTheirTypesAsk() throws IOException {
        var resolution = resolve(
                "stub_defconfig",
                new Assignment("NR_CPUS", new Text("64")),
                new Assignment("NAME", new Text("a \"b\"")),
                new Assignment("NIC", Tristate.M));
        assertThat(resolution.text())
                .contains("CONFIG_NET=y\n", "CONFIG_NR_CPUS=64\n", "CONFIG_NAME=\"a \\\"b\\\"\"\n", "CONFIG_NIC=m\n");
    }

    @Test
    void leavesOutWhatDoesNotExistAndWhatHasAnotherType() throws IOException {
        var resolution =
                resolve("stub_defconfig", new Assignment("NONE", Tristate.Y), new Assignment("NET", new Text("yess")));
        assertThat(resolution.config().get("NONE")).isEmpty();
        assertThat(resolution.config().tristate("NET")).isEqualTo(Tristate.Y);
    }

    @Test
    void theAskedMemberOfAChoiceReplacesTheBasesOwn() throws IOException {
        var resolution = resolve("stub_defconfig", new Assignment("HZ_100", Tristate.Y));
        assertThat(resolution.config().values())
                .containsEntry("HZ_100", Tristate.Y)
                .containsEntry("HZ_250", Tristate.N);
    }

    @Test
    void startsFromACompleteConfigFile() throws IOException {
        var file = Files.writeString(directory.resolve("my.config"), "CONFIG_BUS=y\n");
        var resolution = resolver.resolve(request(new Base.File(file), false, false));
        assertThat(resolution.config().tristate("BUS")).isEqualTo(Tristate.Y);
    }

    @Test
    void tinyconfigIsMadeOfTheTreesFragments() throws IOException {
        var config = resolve("tinyconfig").config();
        assertThat(config.values()).containsEntry("HZ_100", Tristate.Y).containsEntry("BUS", Tristate.N);
    }

    @Test
    void warnsOfWhatIsSelectedAgainstItsDependencies() throws IOException {
        Files.writeString(
                directory.resolve("arch/x86/Kconfig"),
                """
                config ARCH_OK
                	def_bool y
                config EXPERT
                	def_bool y
                config BUS
                	bool "Bus"
                config NEEDY
                	bool
                	depends on BUS
                config SELECTS
                	bool "Selects"
                	select NEEDY
                """);
        var resolution =
                resolve("stub_defconfig", new Assignment("SELECTS", Tristate.Y), new Assignment("BUS", Tristate.N));
        assertThat(resolution.warnings()).singleElement().asString().contains("unmet direct dependencies", "NEEDY");
    }

    @Test
    void mutuallyExclusiveOptionsComeOutTheSameInEitherOrder() throws IOException {
        Files.writeString(
                directory.resolve("arch/x86/Kconfig"),
                """
                config ARCH_OK
                	def_bool y
                config EXPERT
                	def_bool y
                config BUS
                	bool "Bus"
                config LEFT
                	bool "Left"
                	depends on !RIGHT
                config RIGHT
                	bool "Right"
                config MIDDLE
                	bool "Middle"
                	depends on !LEFT
                """);
        var left = new Assignment("LEFT", Tristate.Y);
        var middle = new Assignment("MIDDLE", Tristate.Y);
        var slow = new Assignment("HZ_100", Tristate.Y);
        var fast = new Assignment("HZ_250", Tristate.Y);
        assertThat(resolve("stub_defconfig", left, middle, slow, fast).text())
                .isEqualTo(resolve("stub_defconfig", fast, middle, slow, left).text())
                .contains("CONFIG_LEFT=y\n");
    }

    @Test
    void touchesNothingInTheBuildTreeBeforeInstall() throws IOException {
        var resolution = resolve("stub_defconfig");
        assertThat(directory.resolve("build")).isEmptyDirectory();
        assertThat(resolution.install(directory.resolve("build"))).isTrue();
        assertThat(directory.resolve("build/.config")).hasContent(resolution.text());
    }

    @Test
    void installLeavesAnUnchangedFileAlone() throws IOException {
        var resolution = resolve("stub_defconfig");
        var file = directory.resolve("build/.config");
        resolution.install(directory.resolve("build"));
        var before = FileTime.fromMillis(1_000_000_000_000L);
        Files.setLastModifiedTime(file, before);
        assertThat(resolve("stub_defconfig").install(directory.resolve("build")))
                .isFalse();
        assertThat(Files.getLastModifiedTime(file)).isEqualTo(before);
    }

    @Test
    void anUnknownTargetNamesTheNearest() {
        assertThatThrownBy(() -> resolve("stub_defcnofig"))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("no config target 'stub_defcnofig'")
                .hasMessageContaining("Did you mean 'stub_defconfig'?");
        assertThatThrownBy(() -> resolve("-f/etc/passwd config")).isInstanceOf(UserException.class);
        assertThatThrownBy(() -> resolve("menuconfig")).isInstanceOf(UserException.class);
    }

    @Test
    void anErrorInAKconfigFileNamesFileAndLine() throws IOException {
        Files.writeString(directory.resolve("arch/x86/Kconfig"), "config\n");
        assertThatThrownBy(() -> resolve("stub_defconfig"))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("arch/x86/Kconfig:1: syntax error");
        assertThat(directory.resolve("build")).isEmptyDirectory();
    }

    @Test
    void makePutsACompositeBaseTogetherInABuildTreeOfItsOwn() throws IOException {
        var resolution = resolve("composed_defconfig");
        assertThat(resolution.config().tristate("BUS")).isEqualTo(Tristate.Y);
        assertThat(directory.resolve("build")).isEmptyDirectory();
    }

    @Test
    void autoModulesMakesUndecidedTristatesModules() throws IOException {
        var config = resolver.resolve(
                        request(new Base.Target("stub_defconfig"), true, false, new Assignment("NET", Tristate.Y)))
                .config();
        assertThat(config.values()).containsEntry("NIC", Tristate.M).containsEntry("BUS", Tristate.Y);
    }

    @Test
    void autoModulesLeavesAloneWhatIsAskedFor() throws IOException {
        var config = resolver.resolve(
                        request(new Base.Target("stub_defconfig"), true, false, new Assignment("NIC", Tristate.N)))
                .config();
        assertThat(config.tristate("NIC")).isEqualTo(Tristate.N);
    }

    @Test
    void preferBuiltinKeepsWhatWasBuiltIn() throws IOException {
        Files.writeString(
                directory.resolve("my.config"), "CONFIG_MODULES=y\nCONFIG_BUS=y\nCONFIG_NET=y\nCONFIG_NIC=y\n");
        var base = new Base.File(directory.resolve("my.config"));
        assertThat(resolver.resolve(request(base, true, true)).config().tristate("NIC"))
                .isEqualTo(Tristate.Y);
        assertThat(resolver.resolve(request(base, true, false)).config().tristate("NIC"))
                .isEqualTo(Tristate.M);
    }

    @Test
    void autoModulesDoesNothingWithoutModules() throws IOException {
        var config = resolver.resolve(request(new Base.Target("tinyconfig"), true, false))
                .config();
        assertThat(config.get("NIC")).isEmpty();
    }

    private Resolution resolve(String target, Assignment... assignments) throws IOException {
        return resolver.resolve(request(new Base.Target(target), false, false, assignments));
    }

    private ConfigRequest request(Base base, boolean autoModules, boolean preferBuiltin, Assignment... assignments) {
        var build = directory.resolve("build");
        var make = Command.of(
                build, "make", "-s", "-f", directory.resolve("Makefile").toString(), "S=" + directory);
        return new ConfigRequest(
                make, build, directory, "x86", base, List.of(assignments), autoModules, preferBuiltin, false);
    }
}
