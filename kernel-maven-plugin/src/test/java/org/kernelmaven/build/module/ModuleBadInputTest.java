package org.kernelmaven.build.module;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.kernelmaven.build.module.StubModule.code;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kernelmaven.UserException;
import org.kernelmaven.settings.Origin;
import org.kernelmaven.settings.Setting;

/** What is wrong with a module project is said with its place, its value and the cure. */
class ModuleBadInputTest {

    @TempDir
    Path directory;

    private StubModule widget;

    @BeforeEach
    void project() throws IOException {
        widget = module("widget");
        widget.source("widget.c", code("int widget;"));
    }

    private StubModule module(String name) throws IOException {
        return new StubModule(directory.resolve(name), directory.resolve("store"));
    }

    private StubModule exporter(String name, String symbol) throws IOException {
        var exporter = module(name);
        return exporter.source(
                name + ".c", code("int " + symbol + "(void) { return 1; }", "EXPORT_SYMBOL(" + symbol + ");"));
    }

    private Path dev() throws IOException {
        return StubDev.copy(directory.resolve("dev"));
    }

    private Path dev(String file, String before, String after) throws IOException {
        var dev = dev();
        var text = Files.readString(dev.resolve(file));
        assertThat(text).contains(before);
        Files.writeString(dev.resolve(file), text.replace(before, after));
        return dev;
    }

    private void assertFails(StubModule project, String... parts) {
        assertThatThrownBy(project::compile)
                .isInstanceOf(UserException.class)
                .message()
                .contains(parts);
    }

    @Test
    void noKernelShowsHowToNameOne() {
        assertFails(
                widget.withoutKernel(), "depends on no kernel", "<type>kernel-dev</type>", "<scope>provided</scope>");
    }

    @Test
    void twoKernelsAreBothNamed() {
        assertFails(
                widget.andKernel("other-kernel", StubDev.archive()),
                "depends on 2 kernels",
                "org.example:other-kernel:1.0\n  org.example:stub-kernel:1.0",
                "Keep one");
    }

    @Test
    void devArtifactThatIsDamagedIsNamedWithTheCure() throws IOException {
        var damaged = Files.writeString(directory.resolve("damaged-dev.tar.zst"), "damaged");

        assertFails(widget.kernel(damaged), "'" + damaged + "'", "Delete it");
    }

    @Test
    void hostileDevArtifactIsNamed() throws IOException {
        var dev = dev();
        Files.createSymbolicLink(dev.resolve("link"), Path.of("/etc"));

        assertFails(widget.kernel(StubDev.pack(dev)), "dev.tar.zst'", "link", "/etc");
    }

    @Test
    void devArtifactOfANewerPluginIsNamedWithTheCure() throws IOException {
        var archive = StubDev.pack(dev("kernel.json", "\"schema\": 1", "\"schema\": 7"));

        assertFails(widget.kernel(archive), "'" + archive + "!/kernel.json' has schema 7", "plugin version");
    }

    @Test
    void devArtifactOfAnArchThatThePluginDoesNotKnowIsNamed() throws IOException {
        assertFails(
                widget.kernel(dev("kernel.json", "\"arch\": \"x86_64\"", "\"arch\": \"vax\"")),
                "vax",
                StubModule.KERNEL);
    }

    @Test
    void dependencyWithoutABinaryForThisReleaseIsNamedWithThoseItHas() throws IOException {
        var gadget = exporter("gadget", "gadget");
        var output = gadget.pack();

        assertFails(
                widget.kernel(dev("kernel.json", "\"release\": \"6.1.999\"", "\"release\": \"6.1.1000\""))
                        .dependsOn(gadget, output, "compile"),
                "module org.example:gadget:1.0 has no binary for Linux 6.1.1000",
                "It was built for: 6.1.999 on x86_64");
    }

    @Test
    void dependencyWithoutABinaryForThisArchIsNamed() throws IOException {
        var gadget = exporter("gadget", "gadget");
        var output = gadget.compile();
        var json = output.artifacts().get(0).file().resolve("module.json");
        Files.writeString(json, Files.readString(json).replace("\"x86_64\"", "\"arm64\""));

        assertFails(
                widget.dependsOn(gadget, output, "compile"),
                "org.example:gadget:1.0 has no binary for Linux 6.1.999 (" + StubModule.KERNEL + ") on x86_64",
                "6.1.999 on arm64");
    }

    @Test
    void allDependenciesWithoutABinaryAreNamedAtOnce() throws IOException {
        var gadget = exporter("gadget", "gadget");
        var gizmo = exporter("gizmo", "gizmo");
        widget.dependsOn(gadget, gadget.pack(), "compile").dependsOn(gizmo, gizmo.pack(), "runtime");

        assertFails(
                widget.kernel(dev("kernel.json", "\"release\": \"6.1.999\"", "\"release\": \"6.1.1000\"")),
                "org.example:gadget:1.0",
                "org.example:gizmo:1.0");
    }

    @Test
    void dependencyBuiltForAnotherKernelOfTheSameReleaseIsNamed() throws IOException {
        var gadget = exporter("gadget", "gadget");
        var output = gadget.pack();

        assertFails(
                widget.kernel(dev(".config", "CONFIG_PRINTK=y", "CONFIG_PRINTK=y\nCONFIG_MORE=y"))
                        .dependsOn(gadget, output, "compile"),
                "org.example:gadget:1.0 was built for another kernel that also calls itself 6.1.999",
                StubModule.KERNEL,
                "Build it anew");
    }

    @Test
    void dependencyThatIsNoModuleIsNamed() throws IOException {
        Files.createDirectories(directory.resolve("other/inner"));
        var archive = StubDev.pack(directory.resolve("other"));

        assertFails(widget.dependsOn("other", "compile", archive), "'" + archive + "'", "module.json", "kernel-module");
    }

    @Test
    void dependencyOfANewerPluginIsNamed() throws IOException {
        var gadget = exporter("gadget", "gadget");
        var output = gadget.compile();
        var json = output.artifacts().get(0).file().resolve("module.json");
        Files.writeString(json, Files.readString(json).replace("\"schema\": 1", "\"schema\": 9"));

        assertFails(widget.dependsOn(gadget, output, "compile"), "module.json' has schema 9", "plugin version");
    }

    @Test
    void symbolThatTwoDependenciesExportIsNamedWithBoth() throws IOException {
        var one = exporter("one", "shared");
        var two = exporter("two", "shared");

        assertFails(
                widget.dependsOn(one, one.pack(), "compile").dependsOn(two, two.pack(), "compile"),
                "'shared' is exported by module one of org.example:one:1.0 and module two of org.example:two:1.0",
                "Rename it, or drop one of the modules");
    }

    @Test
    void symbolThatADependencyExportsTooIsNamedWithBoth() throws IOException {
        var one = exporter("one", "shared");
        widget.source("widget.c", code("int shared(void) { return 2; }", "EXPORT_SYMBOL(shared);"));

        assertFails(widget.dependsOn(one, one.pack(), "compile"), "Module widget", "'shared'", "one", "Rename it");
    }

    @Test
    void symbolThatTheKernelExportsTooIsNamed() throws IOException {
        widget.source("widget.c", code("int stub_symbol(void) { return 2; }", "EXPORT_SYMBOL(stub_symbol);"));

        assertFails(widget, "Module widget", "'stub_symbol'", "kernel", "Rename it");
    }

    @Test
    void noSourceFolderIsNamedWithTheParameter() throws IOException {
        assertFails(
                module("empty"),
                "'" + directory.resolve("empty/src/main/module") + "'",
                "put the module's .c files there",
                "<sourceDirectory>");
    }

    @Test
    void folderWithoutSourcesIsNamed() throws IOException {
        assertFails(
                module("empty").source("notes.txt", "later"),
                "There is no source in '" + directory.resolve("empty/src/main/module") + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"obj-$(CONFIG_SWITCHED_OFF) += widget.o", "# nothing", "obj-m := ", "obj-y := widget.o"})
    void kbuildThatBuildsNothingIsNamed(String rules) throws IOException {
        assertFails(
                widget.source("Kbuild", rules + "\n"),
                "src/main/module",
                "builds no module",
                "obj-m := hello.o",
                "obj-$(CONFIG_…)");
    }

    @Test
    void kbuildThatBuildsNothingAnyMoreIsNamedThoughModulesAreLeft() throws IOException {
        widget.source("Kbuild", "obj-m := widget.o\n").compile();

        assertFails(widget.source("Kbuild", "# nothing\n"), "builds no module");
    }

    @ParameterizedTest
    @ValueSource(strings = {"two words", "widget.ko", "../widget", ""})
    void moduleNameThatIsNoneIsNamedWithTheParameter(String name) {
        assertFails(widget.name(name), "parameter <moduleName>", "'" + name + "' is no name for a module");
    }

    @Test
    void twoModulesOfOneNameAreNamedByTheirPlaces() throws IOException {
        widget.source("Kbuild", "obj-m := a/ b/\n")
                .source("a/Kbuild", "obj-m := same.o\n")
                .source("b/Kbuild", "obj-m := same.o\n")
                .source("a/same.c", code("int one;"))
                .source("b/same.c", code("int two;"));

        assertFails(widget, "Two modules are called 'same'", "'a/same.ko' and 'b/same.ko'", "Rename one");
    }

    @Test
    void undefinedSymbolsAreExplainedAllAtOnce() throws IOException {
        widget.source("widget.c", code("int one(void), two(void);", "int use(void) { return one() + two(); }"));

        assertFails(widget, "uses symbol 'one', which is undefined", "uses symbol 'two', which is undefined");
    }

    @Test
    void gplOnlySymbolInAnotherModuleIsExplained() throws IOException {
        widget.source(
                "widget.c", code("int use(void) { return stub_gpl_symbol(); }").replace("\"GPL\"", "\"Proprietary\""));

        assertFails(widget, "Module widget uses 'stub_gpl_symbol'", "GPL-compatible licence only", "'Proprietary'");
    }

    @Test
    void moduleWithoutALicenceIsNamed() throws IOException {
        widget.source("widget.c", "int widget;\n");

        assertFails(widget, "Module widget states no licence", "MODULE_LICENSE(\"GPL\");");
    }

    @Test
    void declaredModuleThatIsNotBuiltIsNamedWithThoseThatAre() {
        assertFails(widget.declares("gadget"), "parameter <modules>: module 'gadget' was not built", "widget");
    }

    @Test
    void requirementThatTheKernelDoesNotMeetIsNamedBeforeAnythingIsCompiled() {
        var origin = Origin.parameter("requires");
        var range = Setting.text("kernel", "[6.6,)", origin.child("kernel"));

        assertFails(
                widget.requires(Setting.group("requires", List.of(range), origin)),
                "parameter <requires><kernel>",
                "[6.6,)",
                "6.1.999");
        assertThat(directory.resolve("widget/target/kernel-module/build.log")).doesNotExist();
    }

    @Test
    void unmetOptionIsNamedByTheParameterThatAsksForIt() {
        var origin = Origin.parameter("requires");
        var options = origin.child("options");
        var option = Setting.text("GADGET", "off", options.child("GADGET"));

        assertFails(
                widget.requires(
                        Setting.group("requires", List.of(Setting.group("options", List.of(option), options)), origin)),
                "parameter <requires><options>",
                "GADGET must be off");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-DA=two words", "$(shell id)", "-DX='y'", "-O2;id", "DEBUG"})
    void flagThatIsNoneIsNamed(String flag) {
        assertFails(widget.compilerFlags(flag), "parameter <compilerFlags>: '" + flag + "'", "ccflags-y");
    }

    @Test
    void folderOfHeadersThatIsNotThereIsNamed() {
        var folder = directory.resolve("nowhere");

        assertFails(widget.includes(folder), "parameter <includeDirectories>", "'" + folder + "'");
    }

    @Test
    void kbuildThatIsAFolderIsNamed() throws IOException {
        assertFails(
                widget.source("Kbuild/readme.txt", "x"), "src/main/module/Kbuild' is a folder", "Rename the folder");
    }
}
