package org.kernelmaven.kbuild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kernelmaven.UserException;
import org.kernelmaven.tool.CommandResult;
import org.kernelmaven.tool.CommandRunner;
import org.kernelmaven.tool.Host;

class MakeTest {

    /** What make itself would say is no answer. */
    private static final String SILENT = "-s";

    private static final String QUIET = "--no-print-directory";

    /** Each line of {@code make show} is one variable as GNU make sees it. */
    private static final String SHOW =
            """
            show:
            \t$(foreach v,ARCH O KBUILD_BUILD_TIMESTAMP KCFLAGS HOSTCFLAGS LOCALVERSION KBUILD_X \
            EXTRA_CFLAGS LC_ALL LANG CFLAGS MAKELEVEL V W,$(info $(v)=$($(v))))@:
            """;

    private final Path directory;

    MakeTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void writesTheCommandLineInAFixedOrder() throws IOException {
        var tree = StubTree.in(directory, SHOW);
        var map = "-ffile-prefix-map=" + tree.view() + "=.";
        assertThat(tree.make().command("vmlinux", "modules").argv())
                .containsExactly(
                        "make",
                        "-C",
                        tree.view().toString(),
                        "-j3",
                        "O=" + tree.view() + "/build",
                        "KBUILD_BUILD_TIMESTAMP=Fri Jan  2 03:04:05 UTC 2026",
                        "KBUILD_BUILD_USER=someone",
                        "KBUILD_BUILD_HOST=somewhere",
                        "KBUILD_BUILD_VERSION=1",
                        "KCFLAGS=" + map,
                        "KAFLAGS=" + map,
                        "HOSTCFLAGS=" + map,
                        "gen-randstruct-seed=.kernel-maven/gen-randstruct-seed.sh",
                        "ARCH=x86_64",
                        "vmlinux",
                        "modules");
    }

    @Test
    void nothingOfTheCallersShellReachesMake() throws IOException {
        var shell = new HashMap<>(Map.of("PATH", "/usr/bin:/bin", "ARCH", "mips", "MAKEFLAGS", "k", "MAKELEVEL", "3"));
        shell.putAll(Map.of("LOCALVERSION", "-mine", "KBUILD_X", "1", "KCFLAGS", "-O0", "CFLAGS", "-O0"));
        shell.putAll(Map.of("LANG", "de_DE.UTF-8", "LC_ALL", "de_DE.UTF-8", "V", "1", "W", "2"));
        var tree = StubTree.in(directory, SHOW);
        var shown = new CommandRunner(shell)
                .run(tree.make().command(SILENT, QUIET, "show"))
                .tail();
        assertThat(shown)
                .contains("ARCH=x86_64", "LOCALVERSION=", "KBUILD_X=", "CFLAGS=", "LANG=", "LC_ALL=C", "V=", "W=")
                .contains("MAKELEVEL=0", "KCFLAGS=-ffile-prefix-map=" + tree.view() + "=.");
    }

    @Test
    void theUsersFlagsAreAddedToOurs() throws IOException {
        var tree = StubTree.in(directory, SHOW);
        var shown = new CommandRunner()
                .run(tree.make("KCFLAGS=-march=native", "LOCALVERSION=-x").command(SILENT, QUIET, "show"))
                .tail();
        assertThat(shown).contains("KCFLAGS=-march=native -ffile-prefix-map=" + tree.view() + "=.", "LOCALVERSION=-x");
    }

    @Test
    void theTimestampIsOneThatDateReads() throws IOException {
        var tree = StubTree.in(directory, "when: ; @date -u -d \"$$KBUILD_BUILD_TIMESTAMP\" +%s\n");
        var epoch = new CommandRunner()
                .run(tree.make().command(SILENT, QUIET, "when"))
                .tail();
        assertThat(epoch)
                .containsExactly(
                        Long.toString(StubTree.reproducibility().timestamp().getEpochSecond()));
    }

    @Test
    void readsTheReleaseThatTheTreeTold() throws IOException {
        assertThat(told("6.1.5-acme\n").release()).isEqualTo("6.1.5-acme");
    }

    @Test
    void aTreeThatGivesNoReleaseIsQuoted() throws IOException {
        var make = told("broken tree");
        assertThatThrownBy(make::release)
                .isInstanceOf(UserException.class)
                .hasMessageContaining(make.view().toString())
                .hasMessageContaining("broken tree");
    }

    @Test
    void aReleaseWithAPathInItIsNone() throws IOException {
        var make = told("6.1/../../x\n");
        assertThatThrownBy(make::release).isInstanceOf(UserException.class);
    }

    /** A make whose build tree says that. */
    private Make told(String release) throws IOException {
        var make = StubTree.in(directory, SHOW).make();
        var file = make.buildTree().resolve(Make.RELEASE);
        Files.createDirectories(file.getParent());
        Files.writeString(file, release);
        return make;
    }

    @Test
    void tellsTheCompilersVersion() throws IOException {
        assertThat(StubTree.in(directory, SHOW).make().toolchain().compilerVersion(new CommandRunner(), directory))
                .startsWith("gcc ");
    }

    @Test
    void findsProgramsInADirectoryFirst() throws IOException {
        var own = Files.createDirectories(directory.resolve("own"));
        OwnFiles.write(own.resolve("date"), "#!/bin/sh\necho ours\n", OwnFiles.PROGRAM);
        var tree = StubTree.in(directory, "when: ; @date; uname\n");
        var host = new Host("x86_64", 1, List.of(Path.of("/usr/bin"), Path.of("/bin")));
        var result =
                new CommandRunner().run(tree.make().withPathFirst(own, host).command(SILENT, QUIET, "when"));
        assertThat(result.tail()).containsExactly("ours", "Linux");
    }

    @Test
    void theReleaseIsTheLastOfWhatIsPrintedThatIsOne() {
        var printed = new CommandResult(0, List.of("6.1 is what", "make: Clock skew detected.", " 6.1.5-acme ", ""));

        assertThat(Make.printedRelease(printed)).contains("6.1.5-acme");
        assertThat(Make.printedRelease(new CommandResult(0, List.of("make: nothing to be done"))))
                .isEmpty();
        assertThat(Make.printedRelease(new CommandResult(2, List.of("6.1.5")))).isEmpty();
    }
}
