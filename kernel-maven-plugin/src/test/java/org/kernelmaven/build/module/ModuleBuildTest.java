package org.kernelmaven.build.module;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.kernelmaven.build.module.StubModule.code;

import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kernelmaven.CapturedLog;
import org.kernelmaven.UserException;
import org.kernelmaven.artifact.ModuleMetadata;
import org.kernelmaven.store.Kind;
import org.kernelmaven.store.Store;
import org.kernelmaven.store.Trees;

/** One module project, built by the stub kernel's make. */
class ModuleBuildTest {

    @TempDir
    Path directory;

    private StubModule widget;

    @BeforeEach
    void project() throws IOException {
        widget = module("widget");
        widget.source("widget.c", code("int widget(void) { return stub_symbol(); }"));
    }

    private StubModule module(String name) throws IOException {
        return new StubModule(directory.resolve(name), directory.resolve("store"));
    }

    /** Adds a line whenever make reads the project's Kbuild file. */
    private Path countMakes(String rules) throws IOException {
        var count = directory.resolve("makes");
        widget.source("Kbuild", rules + "\nignored := $(shell echo make >> " + count + ")\n");
        return count;
    }

    /** The only unpacked dev artifact. */
    private static Path dev(Store store) throws IOException {
        try (var entries = Files.list(store.folder(Kind.DEV))) {
            return entries.filter(Files::isDirectory).findFirst().orElseThrow();
        }
    }

    private static String modinfo(Path module, String field) throws IOException {
        return StubDev.run(module.resolveSibling(""), "modinfo", "-F", field, module.toString())
                .strip();
    }

    private static String symbols(Path object) throws IOException {
        return StubDev.run(object.resolveSibling(""), "nm", object.toString());
    }

    @Test
    void modulesAreReadyToInstall() throws IOException {
        var output = widget.compile();

        assertThat(output.artifacts())
                .extracting(ModuleOutput.Artifact::type, ModuleOutput.Artifact::classifier)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("kernel-module", ""),
                        org.assertj.core.groups.Tuple.tuple("tar.zst", StubModule.CLASSIFIER),
                        org.assertj.core.groups.Tuple.tuple("tar.zst", StubModule.CLASSIFIER + "-dev"));
        assertThat(modinfo(widget.installed("widget"), "license")).isEqualTo("GPL");
        assertThat(modinfo(widget.installed("widget"), "vermagic")).isEqualTo(StubModule.RELEASE);
    }

    @Test
    void whatModulesSayOfThemselvesIsShownAndKept() throws IOException {
        var log = CapturedLog.of(widget::compile);

        assertThat(log).contains("widget.ko: A test; GPL");
        var main = directory.resolve("widget/target/kernel-module/artifacts/main");
        var metadata = ModuleMetadata.read(main.resolve("module.json"));
        assertThat(metadata.modules()).singleElement().satisfies(module -> {
            assertThat(module.name()).isEqualTo("widget");
            assertThat(module.info()).containsEntry("description", List.of("A test"));
        });
        assertThat(metadata.binaries())
                .extracting(ModuleMetadata.Binary::release)
                .containsExactly(StubModule.RELEASE);
    }

    @Test
    void sourceFolderStaysClean() throws IOException {
        widget.pack();

        assertThat(directory.resolve("widget/src/main/module").toFile().list()).containsExactly("widget.c");
    }

    @Test
    void upToDateProjectStartsNoMake() throws IOException {
        var count = countMakes("obj-m := widget.o");
        widget.compile();
        var before = Files.readAllLines(count).size();

        var log = CapturedLog.of(widget::pack);

        assertThat(before).isPositive();
        assertThat(Files.readAllLines(count)).hasSize(before);
        assertThat(log).contains("are up to date");
    }

    @Test
    void otherNumberOfJobsStartsNoMake() throws IOException {
        widget.compile();

        assertThat(CapturedLog.of(widget.jobs(3)::compile)).contains("are up to date");
    }

    @Test
    void packedProjectIsNotPackedAgain() throws IOException {
        var archive = widget.pack().artifacts().get(0).file();
        var time = Files.getLastModifiedTime(archive);

        assertThat(CapturedLog.of(widget::pack)).doesNotContain("Packed");
        assertThat(Files.getLastModifiedTime(archive)).isEqualTo(time);
    }

    @Test
    void archiveThatIsGoneIsPackedAgain() throws IOException {
        var archive = widget.pack().artifacts().get(1).file();
        Files.delete(archive);

        widget.pack();

        assertThat(archive).exists();
    }

    @Test
    void changedSourceAloneIsCompiledAgain() throws IOException {
        widget.source("Kbuild", "obj-m := widget.o gadget.o\n").source("gadget.c", code("int gadget;"));
        widget.compile();
        widget.source("gadget.c", code("int changed;"));

        widget.compile();

        assertThat(symbols(widget.installed("gadget"))).contains("changed");
        assertThat(widget.log()).contains("CC [M]  " + directory.resolve("widget/src/main/module/gadget.o"));
        assertThat(widget.log()).doesNotContain("module/widget.o");
    }

    @Test
    void changedHeaderBesideTheSourcesCompilesThemAgain() throws IOException {
        widget.source("own.h", "#define VALUE one\n").source("widget.c", code("#include \"own.h\"", "int VALUE;"));
        widget.compile();
        widget.source("own.h", "#define VALUE other\n");

        widget.compile();

        assertThat(symbols(widget.installed("widget"))).contains(" other");
    }

    @Test
    void exportedHeaderIsSeenByTheProjectItself() throws IOException {
        widget.header("acme/widget.h", "#define VALUE one\n")
                .source("widget.c", code("#include <acme/widget.h>", "int VALUE;"));
        widget.compile();
        widget.header("acme/widget.h", "#define VALUE other\n");

        widget.compile();

        assertThat(symbols(widget.installed("widget"))).contains(" other");
    }

    @Test
    void removedSourceIsNoLongerPartOfTheModule() throws IOException {
        var gizmo = module("gizmo");
        gizmo.source("one.c", code("int one;")).source("two.c", "int two;\n");
        gizmo.compile();
        assertThat(symbols(gizmo.installed("gizmo"))).contains(" two");

        gizmo.delete("two.c").compile();

        assertThat(symbols(gizmo.installed("gizmo"))).contains(" one").doesNotContain(" two");
    }

    @Test
    void removedSourceThatKbuildNamesIsAnErrorThoughItsObjectIsLeft() throws IOException {
        widget.source("Kbuild", "obj-m := widget.o gadget.o\n").source("gadget.c", code("int gadget;"));
        widget.compile();

        assertThatThrownBy(() -> widget.delete("gadget.c").compile())
                .isInstanceOf(UserException.class)
                .hasMessageContaining("gadget");
    }

    @Test
    void moduleThatIsNoLongerBuiltIsNoLongerInstalled() throws IOException {
        widget.source("Kbuild", "obj-m := widget.o gadget.o\n").source("gadget.c", code("int gadget;"));
        widget.compile();

        widget.source("Kbuild", "obj-m := widget.o\n").compile();

        assertThat(widget.installed("gadget")).doesNotExist();
        assertThat(widget.installed("widget")).exists();
    }

    @Test
    void anotherKernelRebuildsEverything() throws IOException {
        widget.source("Kbuild", "obj-m := widget.o gadget.o\n").source("gadget.c", code("int gadget;"));
        widget.compile();
        var other = StubDev.copy(directory.resolve("other"));
        Files.writeString(other.resolve(".config"), Files.readString(other.resolve(".config")) + "CONFIG_MORE=y\n");

        widget.kernel(other).compile();

        assertThat(widget.log()).contains("module/widget.o", "module/gadget.o");
    }

    @Test
    void whatWasCompiledAgainstADamagedDevArtifactIsCompiledAgain() throws IOException {
        module("gadget").source("gadget.c", code("int gadget;")).compile();
        var store = new Store(directory.resolve("store/small"), directory.resolve("store/large"));
        var header = dev(store).resolve("include/linux/stub.h");
        var sound = Files.readString(header);
        var time = Files.getLastModifiedTime(header);
        Files.setPosixFilePermissions(header, PosixFilePermissions.fromString("rw-r--r--"));
        Files.writeString(header, sound.replace("STUB 1", "STUB 0"));
        Files.setLastModifiedTime(header, time);
        widget.source("widget.c", code("#include <linux/stub.h>", "int widget = STUB;"));
        widget.compile();
        assertThat(symbols(widget.installed("widget"))).contains(" B widget");

        Trees.delete(dev(store)); // as a repair does
        widget.compile();

        assertThat(symbols(widget.installed("widget"))).contains(" D widget");
    }

    @Test
    void ccacheChangesNoByte() throws IOException {
        var ccache = Files.writeString(
                directory.resolve("ccache"),
                "#!/bin/sh\nCCACHE_DIR='" + directory + "/cache' exec /usr/bin/env ccache \"$@\"\n");
        Files.setPosixFilePermissions(ccache, PosixFilePermissions.fromString("rwxr-xr-x"));
        var where = code("const char *where = __FILE__;");
        var plain = new StubModule(directory.resolve("plain"), directory.resolve("store")).source("plain.c", where);
        var cached = new StubModule(directory.resolve("cached"), directory.resolve("store"), "plain")
                .source("plain.c", where)
                .launcher(ccache);

        plain.compile();
        cached.compile();

        assertThat(cached.installed("plain")).hasSameBinaryContentAs(plain.installed("plain"));
    }

    @Test
    void sameKernelAsArchiveAndAsDirectoryIsBuiltForOnce() throws IOException {
        var count = countMakes("obj-m := widget.o");
        var dev = StubDev.copy(directory.resolve("dev"));
        widget.kernel(dev).compile();
        var metadata = ModuleMetadata.read(directory.resolve("widget/target/kernel-module/artifacts/main/module.json"));

        widget.kernel(StubDev.archive()).compile();

        assertThat(ModuleMetadata.read(directory.resolve("widget/target/kernel-module/artifacts/main/module.json")))
                .isEqualTo(metadata);
        assertThat(count).exists();
    }

    @Test
    void changedFlagsCompileAgain() throws IOException {
        widget.source("widget.c", code("#ifdef EXTRA", "int extra;", "#endif", "int widget;"));
        widget.compile();

        widget.compilerFlags("-DEXTRA").compile();

        assertThat(symbols(widget.installed("widget"))).contains(" extra");
    }

    @Test
    void makeVariablesReachTheKbuildFile() throws IOException {
        widget.source("Kbuild", "obj-m := widget.o\nccflags-$(CONFIG_WIDGET_DEBUG) += -DEXTRA\n")
                .source("widget.c", code("#ifdef EXTRA", "int extra;", "#endif", "int widget;"));

        widget.makeFlags("CONFIG_WIDGET_DEBUG=y").compile();

        assertThat(symbols(widget.installed("widget"))).contains(" extra");
    }

    @Test
    void furtherHeadersAreFoundWhateverTheirPath() throws IOException {
        widget.source("widget.c", code("#include <shared.h>", "int SHARED;"));
        var shared = Files.createDirectories(directory.resolve("two words ä"));
        Files.writeString(shared.resolve("shared.h"), "#define SHARED found\n");

        widget.includes(shared).compile();

        assertThat(symbols(widget.installed("widget"))).contains(" found");
    }

    @Test
    void projectMayLieWhereMakeCannotGo() throws IOException {
        var spaced = new StubModule(directory.resolve("two words ä/widget"), directory.resolve("store"), "widget");
        spaced.header("widget.h", "#define WIDGET widget\n")
                .source("widget.c", code("#include <widget.h>", "int WIDGET;"));

        var archives = spaced.pack().artifacts();

        assertThat(archives).allSatisfy(archive -> assertThat(archive.file()).isRegularFile());
        assertThat(directory.resolve("two words ä/widget/target/kernel-module/build.log"))
                .exists();
    }

    @Test
    void sameSourcesGiveTheSameBytesWhereverTheyAre() throws IOException {
        var elsewhere = new StubModule(directory.resolve("else/where ä"), directory.resolve("store-2"), "widget");
        for (var project : List.of(widget, elsewhere)) {
            project.header("widget.h", "int widget(void);\n")
                    .source("widget.c", code("const char *file(void) { return __FILE__; }", "EXPORT_SYMBOL(file);"))
                    .source("sub/part.c", "int part;\n")
                    .name("acme")
                    .compilerFlags("-g")
                    .unstripped();
        }

        var one = widget.pack().artifacts();
        var two = elsewhere.pack().artifacts();

        for (var i = 0; i < one.size(); i++) {
            assertThat(two.get(i).file()).hasSameBinaryContentAs(one.get(i).file());
        }
    }

    @Test
    void artifactsHoldNoPathOfTheBuild() throws IOException {
        widget.source("widget.c", code("const char *file(void) { return __FILE__; }", "EXPORT_SYMBOL(file);"));

        for (var folder : widget.compilerFlags("-g").unstripped().compile().artifacts()) {
            try (var files = Files.walk(folder.file())) {
                for (var file : files.filter(Files::isRegularFile).toList()) {
                    assertThat(Files.readString(file, ISO_8859_1))
                            .as(file.toString())
                            .doesNotContain(directory.toString());
                }
            }
        }
    }

    @Test
    void debugInformationIsLeftOutUnlessItIsWanted() throws IOException {
        widget.compilerFlags("-g").compile();
        assertThat(StubDev.run(directory, "objdump", "-h", widget.installed("widget") + ""))
                .doesNotContain(".debug_info")
                .contains(".modinfo");

        widget.unstripped().compile();

        assertThat(StubDev.run(directory, "objdump", "-h", widget.installed("widget") + ""))
                .contains(".debug_info");
    }

    @Test
    void compilerErrorNamesTheSourceAndItsLine() throws IOException {
        widget.source("sub/part.c", "int part;\nint broken(void) { return nowhere; }\n")
                .name("acme");

        assertThatThrownBy(widget::compile)
                .isInstanceOf(UserException.class)
                .hasMessageContaining("src/main/module/sub/part.c:2: ")
                .hasMessageContaining("nowhere")
                .hasMessageNotContaining("kernel-module/src")
                .hasMessageContaining("build.log");
    }

    @Test
    void compilerErrorInAProjectWhereMakeCannotGoNamesTheSource() throws IOException {
        var spaced = new StubModule(directory.resolve("two words ä/widget"), directory.resolve("store"), "widget");
        spaced.source("widget.c", "int broken(void) { return nowhere; }\n");

        assertThatThrownBy(spaced::compile)
                .isInstanceOf(UserException.class)
                .hasMessageContaining("src/main/module/widget.c:1: ")
                .hasMessageNotContaining("large/work");
    }

    @Test
    void failedCompileLeavesTheArchivesAndIsTriedAgain() throws IOException {
        var archive = widget.pack().artifacts().get(1).file();
        var before = Files.readAllBytes(archive);
        widget.source("widget.c", "broken\n");
        assertThatThrownBy(widget::compile).isInstanceOf(UserException.class);
        assertThat(archive).hasBinaryContent(before);
        assertThatThrownBy(widget::compile).isInstanceOf(UserException.class);

        widget.source("widget.c", code("int mended;"));

        widget.compile();
        assertThat(symbols(widget.installed("widget"))).contains("mended");
    }

    @Test
    void devArtifactMayBeReadOnly() throws IOException {
        var dev = StubDev.copy(directory.resolve("dev"));
        var before = StubDev.run(dev, "find", ".", "-printf", "%p %T@\\n");

        widget.kernel(dev).compile();

        assertThat(StubDev.run(dev, "find", ".", "-printf", "%p %T@\\n")).isEqualTo(before);
    }

    @Test
    void editorsCommandCompilesTheSourceItself() throws IOException {
        var spaced = new StubModule(directory.resolve("two words ä/widget"), directory.resolve("store"), "widget");
        spaced.header("widget.h", "#define WIDGET widget\n")
                .source("own.h", "#define OWN own\n")
                .source("widget.c", code("#include <widget.h>", "#include \"own.h\"", "int WIDGET, OWN;"));
        spaced.compile();

        var entry = JsonParser.parseString(
                        Files.readString(spaced.directory.resolve("target/kernel-module/compile_commands.json")))
                .getAsJsonArray()
                .get(0)
                .getAsJsonObject();
        var arguments = new ArrayList<String>();
        entry.getAsJsonArray("arguments").forEach(argument -> arguments.add(argument.getAsString()));
        arguments.set(arguments.indexOf("-o") + 1, directory.resolve("editor.o").toString());
        StubDev.run(Path.of(entry.get("directory").getAsString()), arguments.toArray(String[]::new));

        assertThat(entry.get("file").getAsString())
                .isEqualTo(spaced.directory.resolve("src/main/module/widget.c").toString());
        assertThat(symbols(directory.resolve("editor.o"))).contains(" own");
    }

    @Test
    void cleanedProjectIsBuiltAnew() throws IOException {
        widget.compile();
        StubDev.run(directory, "rm", "-rf", directory.resolve("widget/target").toString());

        widget.compile();

        assertThat(widget.installed("widget")).exists();
    }

    @Test
    void builtModuleThatIsGoneIsMadeAgain() throws IOException {
        widget.compile();
        Files.delete(widget.installed("widget"));

        widget.compile();

        assertThat(widget.installed("widget")).exists();
    }
}
