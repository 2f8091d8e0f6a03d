package org.kernelmaven.build.module;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.kernelmaven.build.module.StubModule.code;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kernelmaven.UserException;
import org.kernelmaven.tool.Command;
import org.kernelmaven.tool.CommandRunner;

/** Dev artifacts whose fixdep was compiled on a machine of another kind: by gcc for another processor or C library. */
class ForeignProgramsTest {

    private static final String FIXDEP = "scripts/basic/fixdep";

    @TempDir
    Path directory;

    private StubModule widget;
    private Path dev;

    @BeforeEach
    void project() throws IOException {
        widget = new StubModule(directory.resolve("widget"), directory.resolve("store"));
        widget.source("widget.c", code("int widget;"));
        dev = StubDev.copy(directory.resolve("dev"));
    }

    private void armProgram() throws IOException {
        var source = Files.writeString(directory.resolve("start.s"), ".globl _start\n_start: brk #0\n");
        StubDev.run(directory, "aarch64-linux-gnu-as", "-o", "start.o", source.toString());
        StubDev.run(directory, "aarch64-linux-gnu-ld", "-o", dev.resolve(FIXDEP).toString(), "start.o");
    }

    private void programOfAnotherLibc(String... flags) throws IOException {
        var source = Files.writeString(directory.resolve("main.c"), "int main(void) { return 1; }\n");
        var argv = new ArrayList<>(
                List.of("gcc", source.toString(), "-o", dev.resolve(FIXDEP).toString()));
        argv.addAll(List.of(flags));
        StubDev.run(directory, argv.toArray(String[]::new));
    }

    private List<Path> entries() throws IOException {
        try (var entries = Files.list(directory.resolve("store/large/dev"))) {
            return entries.filter(entry -> !entry.getFileName().toString().startsWith("."))
                    .toList();
        }
    }

    private List<String> files(Path tree) throws IOException {
        try (var files = Files.walk(tree)) {
            return files.map(file -> tree.relativize(file).toString()).sorted().toList();
        }
    }

    private void assertCompiledAgain() throws IOException {
        widget.kernel(StubDev.pack(dev)).compile();

        assertThat(widget.installed("widget")).exists();
        assertThat(entries()).hasSize(1);
        var result = new CommandRunner()
                .run(Command.of(directory, entries().get(0).resolve(FIXDEP).toString()));
        assertThat(result.output()).startsWith("Usage: fixdep");
    }

    private AbstractThrowableAssert<?, ? extends Throwable> assertRefused(Path artifact) {
        return assertThatThrownBy(() -> widget.kernel(artifact).compile())
                .isInstanceOf(UserException.class)
                .hasMessageContaining(StubModule.KERNEL)
                .hasMessageContaining("made on a machine of another kind")
                .hasMessageContaining("'" + FIXDEP + "'")
                .hasMessageContaining("Build the kernel on a machine like this one");
    }

    @Test
    void programOfAnotherProcessorIsCompiledAgain() throws IOException {
        armProgram();

        assertCompiledAgain();
    }

    @Test
    void programWithAnotherLoaderIsCompiledAgain() throws IOException {
        programOfAnotherLibc("-Wl,--dynamic-linker=/lib/ld-musl-none.so.1");

        assertCompiledAgain();
    }

    /** As glibc says that a version of its symbols is not there: exit status 1, the one of fixdep's usage. */
    @Test
    void programThatNeedsALibraryNotHereIsCompiledAgain() throws IOException {
        var nothing = Files.writeString(directory.resolve("none.c"), "int none;\n");
        StubDev.run(directory, "gcc", "-shared", "-o", directory + "/libnone.so", nothing.toString());
        programOfAnotherLibc("-Wl,--no-as-needed", directory + "/libnone.so");
        Files.delete(directory.resolve("libnone.so"));

        assertCompiledAgain();
    }

    @Test
    void damagedProgramIsCompiledAgain() throws IOException {
        Files.writeString(dev.resolve(FIXDEP), "no program");

        assertCompiledAgain();
    }

    @Test
    void nothingElseOfTheArtifactChanges() throws IOException {
        armProgram();

        assertCompiledAgain();

        assertThat(files(entries().get(0))).isEqualTo(files(dev));
        assertThat(Files.getPosixFilePermissions(entries().get(0).resolve(FIXDEP)))
                .noneMatch(permission -> permission.name().endsWith("WRITE"));
    }

    @Test
    void programThatRunsIsLeftAsItIs() throws IOException {
        widget.kernel(StubDev.pack(dev)).compile();

        assertThat(entries().get(0).resolve(FIXDEP)).hasSameBinaryContentAs(dev.resolve(FIXDEP));
    }

    @Test
    void programWithoutSourcesIsNamedAndNothingIsKept() throws IOException {
        armProgram();
        Files.delete(dev.resolve(FIXDEP + ".c"));

        assertRefused(StubDev.pack(dev)).hasMessageContaining("its source is not in the artifact");
        assertThat(entries()).isEmpty();
    }

    @Test
    void programThatCannotBeCompiledIsNamedWithWhatMakeSaid() throws IOException {
        armProgram();
        Files.writeString(dev.resolve(FIXDEP + ".c"), "#error no libelf\n");

        assertRefused(StubDev.pack(dev)).hasMessageContaining("no libelf").hasMessageContaining("flex, bison");
        assertThat(entries()).isEmpty();
    }

    @Test
    void directoryOfAReactorIsNotWrittenTo() throws IOException {
        armProgram();
        var before = Files.readAllBytes(dev.resolve(FIXDEP));

        assertRefused(dev);

        assertThat(dev.resolve(FIXDEP)).hasBinaryContent(before);
    }
}
