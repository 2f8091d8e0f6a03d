package org.kernelmaven.module;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kernelmaven.UserException;
import org.kernelmaven.tool.Command;
import org.kernelmaven.tool.CommandRunner;

class LoadPlanTest {

    private final Path directory;
    private final Path kernel;

    LoadPlanTest(@TempDir Path directory) throws IOException {
        this.directory = directory;
        this.kernel = Files.createDirectories(directory.resolve("lib/modules/6.1.5"));
    }

    private Path ko(String name, String... info) throws IOException {
        return BuiltModule.assemble(directory.resolve("own/" + name + ".ko"), info);
    }

    private Path kernelModule(String name, String... info) throws IOException {
        return BuiltModule.assemble(kernel.resolve("kernel/" + name + ".ko"), info);
    }

    private LoadPlan plan(List<Path> wanted, List<Path> provided) throws IOException {
        return plan(wanted, provided, List.of());
    }

    private LoadPlan plan(List<Path> wanted, List<Path> provided, List<String> tried) throws IOException {
        return LoadPlan.of(
                new LoadPlan.Modules(
                        wanted, provided, List.of(), List.of(), tried, KernelModules.read(kernel), "6.1.5"),
                directory.resolve("working"));
    }

    private List<String> order(Path... wanted) throws IOException {
        return plan(List.of(wanted), List.of()).steps().stream()
                .map(step -> step.name() + " " + step.reason())
                .toList();
    }

    @Test
    void aModuleComesAfterThoseItDependsOn() throws IOException {
        kernelModule("bus-core");
        kernelModule("bus", "depends=bus_core");
        assertThat(order(ko("a", "depends=b-lib,bus"), ko("b-lib", "depends=bus-core")))
                .containsExactly("bus_core DEPENDENCY", "b_lib WANTED", "bus DEPENDENCY", "a WANTED");
    }

    @Test
    void whatIsOfUseToAllIsTriedFirst() throws IOException {
        kernelModule("bus");
        kernelModule("console", "depends=bus,ring");
        kernelModule("ring");
        var own = ko("ring");
        assertThat(plan(List.of(own, ko("a", "depends=bus")), List.of(), List.of("console", "elsewhere"))
                        .steps())
                .extracting(step -> step.name() + " " + step.reason())
                .containsExactly("bus DEPENDENCY", "ring WANTED", "console OPTIONAL", "a WANTED");
    }

    @Test
    void theModulesOfOtherProjectsComeFirst() throws IOException {
        var own = ko("a");
        var provided = ko("z", "depends=bus");
        kernelModule("bus");
        assertThat(plan(List.of(own), List.of(provided)).steps())
                .extracting(step -> step.name() + " " + step.reason())
                .containsExactly("bus DEPENDENCY", "z DEPENDENCY", "a WANTED");
    }

    @Test
    void anOwnModuleWinsOverTheKernels() throws IOException {
        kernelModule("a");
        var own = ko("a");
        assertThat(plan(List.of(own), List.of()).steps())
                .extracting(LoadPlan.Step::file)
                .containsExactly(own);
    }

    @Test
    void whatIsBuiltInNeedsNoLoading() throws IOException {
        Files.writeString(kernel.resolve("modules.builtin"), "kernel/lib/crc-x.ko\n");
        assertThat(order(ko("a", "depends=crc_x"))).containsExactly("a WANTED");
    }

    @Test
    void softDependenciesAreTriedInTheirOrderWhereTheyAreThere() throws IOException {
        kernelModule("crc_generic");
        kernelModule("late");
        Files.writeString(kernel.resolve("modules.alias"), "# x\nalias crypto-crc crc_generic\nalias pci:* late\n");
        assertThat(order(ko("a", "softdep=pre: crypto-crc nowhere post: late")))
                .containsExactly("crc_generic OPTIONAL", "a WANTED", "late OPTIONAL");
    }

    @Test
    void whatIsTriedForOneAndNeededByAnotherIsNeededWithAllItNeeds() throws IOException {
        kernelModule("base");
        kernelModule("crc", "depends=base");
        assertThat(order(ko("a", "softdep=pre: crc"), ko("b", "depends=crc")))
                .containsExactly("base DEPENDENCY", "crc DEPENDENCY", "a WANTED", "b WANTED");
    }

    @Test
    void aSoftDependencyOnWhatNeedsTheModuleIsNoCircle() throws IOException {
        assertThat(order(ko("a", "softdep=pre: b"), ko("b", "depends=a"))).containsExactly("a WANTED", "b WANTED");
    }

    @Test
    void modulesThatNeedEachOtherAreNamedInACircle() throws IOException {
        var first = ko("a", "depends=b");
        var second = ko("b", "depends=c");
        var third = ko("c", "depends=b");
        assertThatThrownBy(() -> order(first, second, third))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("b -> c -> b");
    }

    @Test
    void aModuleThatIsNowhereIsNamedWithTheNearest() throws IOException {
        kernelModule("widget_core");
        var own = ko("a", "depends=widget_cor");
        assertThatThrownBy(() -> order(own))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("'a' needs module 'widget_cor'")
                .hasMessageContaining("Linux 6.1.5")
                .hasMessageContaining("Did you mean 'widget_core'?");
    }

    @Test
    void twoFilesOfOneModuleAreRefused() throws IOException {
        var first = ko("one/a-b");
        var second = ko("two/a_b");
        assertThatThrownBy(() -> order(first, second))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("one/a-b.ko")
                .hasMessageContaining("two/a_b.ko");
    }

    @ParameterizedTest
    @CsvSource({"gz, gzip", "xz, 'xz --check=crc32'", "zst, 'zstd -q --rm'"})
    void compressedModulesOfTheKernelAreDecompressed(String ending, String program) throws IOException {
        var module = kernelModule("bus", "depends=");
        var plain = Files.readAllBytes(module);
        var result = new CommandRunner().run(Command.of(directory, "sh", "-c", program + " '" + module + "'"));
        assertThat(result.succeeded()).as(result.output()).isTrue();
        Files.writeString(kernel.resolve("modules.dep"), "kernel/bus.ko." + ending + ":\n");
        var file =
                plan(List.of(ko("a", "depends=bus")), List.of()).steps().get(0).file();
        assertThat(file).hasFileName("bus.ko").hasBinaryContent(plain).startsWith(directory.resolve("working"));
    }

    @Test
    void onlyWhatModulesDepNamesIsThere() throws IOException {
        kernelModule("bus");
        kernelModule("other");
        Files.writeString(kernel.resolve("modules.dep"), "kernel/bus.ko: kernel/gone.ko\n");
        var own = ko("a", "depends=other");
        assertThat(order(ko("b", "depends=bus"))).containsExactly("bus DEPENDENCY", "b WANTED");
        assertThatThrownBy(() -> order(own)).hasMessageContaining("'other'");
    }

    @Test
    void aListThatLeavesItsDirectoryIsRefused() throws IOException {
        Files.writeString(kernel.resolve("modules.dep"), "../../../../etc/x.ko:\n");
        assertThatThrownBy(() -> KernelModules.read(kernel))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("outside its directory");
    }

    @Test
    void aListThatNamesNoFileIsDamaged() throws IOException {
        Files.writeString(kernel.resolve("modules.dep"), "kernel/bus.ko:\n");
        var own = ko("a", "depends=bus");
        assertThatThrownBy(() -> order(own))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("is damaged")
                .hasMessageContaining("bus.ko");
    }
}
