package org.kernelmaven.kbuild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kernelmaven.UserException;
import org.kernelmaven.tool.CommandRunner;

class MakeRunTest {

    private final Path directory;
    private final Path file;
    private final List<String> told = new ArrayList<>();
    private final AtomicLong clock = new AtomicLong();

    MakeRunTest(@TempDir Path directory) {
        this.directory = directory;
        this.file = directory.resolve("logs/build.log");
    }

    /** Runs a tree that prints these lines; four seconds pass with each look at the clock. */
    private BuildCounts run(int expected, String recipe) throws IOException {
        var tree = StubTree.in(directory, "all:\n\t@" + recipe.replace("\n", "\n\t@") + "\n");
        var run = new MakeRun(new CommandRunner(), told::add, () -> clock.getAndAdd(TimeUnit.SECONDS.toNanos(4)));
        try (var log = BuildLog.start(file)) {
            var make = tree.make();
            return run.run(MakeRun.Step.of("Compiling the kernel", make, make.command("all"), expected), log);
        }
    }

    private static String steps(String... lines) {
        return "printf '%s\\n' '" + String.join("' '", lines) + "'";
    }

    @Test
    void countsStepsByKind() throws IOException {
        var counts = run(
                0,
                steps(
                        "  HOSTCC  scripts/basic/fixdep",
                        "  CC      init/main.o",
                        "  CC [M]  lib/kunit/test.o",
                        "  AS      arch/x86/entry/entry_64.o",
                        "  LD [M]  lib/kunit/kunit.ko",
                        "init/x.c:1: CC      no",
                        "  CC      ../x.o"));
        assertThat(counts.steps())
                .containsEntry("CC", 2)
                .containsEntry("CC [M]", 1)
                .containsEntry("HOSTCC", 1)
                .containsEntry("LD [M]", 1);
        assertThat(counts.total()).isEqualTo(6);
        assertThat(counts.summary()).startsWith("3 C files, 1 assembler file, 1 host program file, 1 module in ");
    }

    @Test
    void countsModulesAndTheirSourcesOnce() throws IOException {
        var counts = run(
                0,
                steps(
                        "  CC [M]  /m/a.o",
                        "  CC [M]  /m/b.o",
                        "  LD [M]  /m/ab.o",
                        "  CC [M]  /m/ab.mod.o",
                        "  LD [M]  /m/ab.ko"));
        assertThat(counts.summary()).startsWith("2 C files, 1 module in ");
        assertThat(counts.total()).isEqualTo(5);
    }

    @Test
    void tellsEveryTenSeconds() throws IOException {
        run(1000, steps("  CC      a.o", "  CC      b.o", "  AS      c.o", "  CC      d.o", "  CC      e.o"));
        assertThat(told).first().asString().matches("Compiling the kernel: [1-3] of about 1,000 steps .*, 12 s");
        assertThat(told.size()).isBetween(1, 2);
    }

    @Test
    void doesNotPromiseATotalThatIsPassed() throws IOException {
        run(2, steps("  CC      a.o", "  CC      b.o", "  CC      c.o", "  CC      d.o", "  CC      e.o"));
        assertThat(told).last().asString().doesNotContain("about");
    }

    @Test
    void keepsTheWholeOutput() throws IOException {
        run(0, "i=0; while [ $$i -lt 300 ]; do echo line $$i; i=$$((i+1)); done");
        assertThat(Files.readAllLines(file)).contains("line 0", "line 299");
    }

    @Test
    void aNewLogReplacesTheOldOneAndNoLinkTarget() throws IOException {
        var other = Files.writeString(directory.resolve("other"), "precious");
        Files.createDirectories(file.getParent());
        Files.createSymbolicLink(file, other);
        run(0, "echo x");
        assertThat(other).hasContent("precious");
        assertThat(file).content().contains("x");
    }

    @Test
    void aRealCompilersErrorIsShownRelativeToTheView() throws IOException {
        var view = directory.resolve("view");
        Files.createDirectories(view.resolve("init"));
        Files.writeString(view.resolve("init/main.c"), "int f(void)\n{\n\treturn nonsense;\n}\n");
        assertThatThrownBy(() -> run(0, "cd build && gcc -c ../init/main.c -o main.o"))
                .isInstanceOf(CompileException.class)
                .hasMessageContaining("Compiling the kernel failed: make ended with exit code 2.")
                .hasMessageContaining("\n  init/main.c:3: 'nonsense' undeclared")
                .hasMessageContaining("build.log'");
        assertThat(file).content().contains("nonsense");
    }

    @Test
    void aFullDiskUnderTheLogIsSaidSo() throws IOException {
        Files.createDirectories(file.getParent());
        var tree = StubTree.in(directory, "all: ; @yes | head -c 100000\n");
        var run = new MakeRun(new CommandRunner(), told::add);
        var make = tree.make();
        assertThatThrownBy(() -> {
                    try (var log = BuildLog.append(Path.of("/dev/full"))) {
                        run.run(MakeRun.Step.of("Compiling the kernel", make, make.command("all"), 0), log);
                    }
                })
                .isInstanceOf(UserException.class)
                .hasMessageContaining("/dev/full")
                .hasMessageContaining("disk is full");
    }
}
