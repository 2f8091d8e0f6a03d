package org.kernelmaven.patch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kernelmaven.store.Trees;

/** A view of a user's checkout. */
class CheckoutTest {

    private static final List<String> LEFTOVERS = List.of(
            "drivers/widget.o",
            "drivers/.widget.o.cmd",
            "drivers/gadget.ko",
            "drivers/gadget.mod",
            "drivers/gadget.mod.c",
            "drivers/built-in.a",
            "drivers/modules.order",
            "modules.order",
            "Module.symvers",
            "vmlinux",
            "vmlinux.o",
            ".vmlinux.cmd",
            ".tmp_vmlinux.kallsyms1",
            "System.map",
            ".config",
            ".config.old",
            "include/config/auto.conf",
            "include/generated/autoconf.h",
            "arch/x86/include/generated/asm/x.h",
            "scripts/kconfig/conf",
            "scripts/kconfig/parser.tab.c");

    @TempDir
    Path directory;

    private StubTree tree;
    private Path source;

    @BeforeEach
    void prepare() throws IOException {
        tree = new StubTree(directory);
        source = tree.pristineDirectory();
        StubTree.run(directory, "chmod", "-R", "u+w", source.toString());
    }

    @Test
    void leftoversOfABuildAreLeftOut() throws IOException {
        var sources = StubTree.contents(source).keySet();
        leaveBuildBehind();

        tree.update(tree.live());

        assertThat(StubTree.contents(tree.view()).keySet()).isEqualTo(sources);
    }

    @Test
    void filesThatOnlyLookGeneratedStay() throws IOException {
        tree.write("scripts/tool", "#!/bin/sh\n");
        Files.setPosixFilePermissions(source.resolve("scripts/tool"), PosixFilePermissions.fromString("rwxr-xr-x"));
        tree.write("arch/x86/include/generic.h", "\n");
        tree.write("include/config.h", "\n");
        tree.write("drivers/firmware.bin", "\n");
        tree.write("arch/x86/vmlinux.lds.S", "\n");

        tree.update(tree.live());

        assertThat(StubTree.contents(tree.view())).isEqualTo(StubTree.contents(source));
    }

    @Test
    void aBuildDirectoryInTheCheckoutIsLeftOut() throws IOException {
        Files.createDirectories(source.resolve("out/include"));
        Files.writeString(source.resolve("out/Makefile"), "# Automatically generated\n");
        Files.createSymbolicLink(source.resolve("out/source"), source);
        Files.createDirectories(source.resolve("build/drivers"));
        Files.writeString(source.resolve("build/drivers/x"), "x");

        tree.update(tree.live());

        assertThat(tree.view().resolve("out")).doesNotExist();
        assertThat(tree.view().resolve("build")).doesNotExist();
    }

    @Test
    void gitKnowsWhatIsSource() throws IOException {
        tree.write(".gitignore", "*.o\n/ignored\n");
        tree.write("drivers/tracked.o", "a source with a strange name\n");
        StubTree.run(source, "git", "init", "-q");
        StubTree.run(source, "git", "add", "-A", "-f");
        StubTree.run(source, "git", "commit", "-q", "-m", "base");
        tree.write("drivers/widget.o", "object");
        tree.write("ignored", "ignored");
        tree.write("drivers/grüße \"new\".c", "untracked\n");
        tree.write("Makefile", "VERSION = 7\n");
        Files.delete(source.resolve("include/widget.h"));
        var before = StubTree.run(source, "git", "status", "--porcelain");

        tree.update(tree.live());

        var view = StubTree.contents(tree.view());
        assertThat(view).containsKeys("drivers/tracked.o", "drivers/grüße \"new\".c", ".gitignore");
        assertThat(view).doesNotContainKeys("drivers/widget.o", "ignored", "include/widget.h");
        assertThat(view.get("Makefile")).endsWith("VERSION = 7\n");
        assertThat(StubTree.run(source, "git", "status", "--porcelain")).isEqualTo(before);
    }

    @Test
    void aFolderThatGaveWayToALinkIsThatLink() throws IOException {
        tree.write(".gitignore", "");
        StubTree.run(source, "git", "init", "-q");
        StubTree.run(source, "git", "add", "-A", "-f");
        StubTree.run(source, "git", "commit", "-q", "-m", "base");
        Files.move(source.resolve("drivers"), source.resolveSibling("moved"));
        Files.createSymbolicLink(source.resolve("drivers"), Path.of("../moved"));
        var before = StubTree.contents(source.resolveSibling("moved"));

        tree.update(tree.live());
        tree.update(tree.live());

        assertThat(tree.view().resolve("drivers")).isSymbolicLink();
        assertThat(StubTree.contents(source.resolveSibling("moved"))).isEqualTo(before);
    }

    @Test
    void aFolderThatGaveWayToAFileIsThatFile() throws IOException {
        StubTree.run(source, "git", "init", "-q");
        StubTree.run(source, "git", "add", "-A", "-f");
        StubTree.run(source, "git", "commit", "-q", "-m", "base");
        tree.update(tree.live());
        Trees.delete(source.resolve("drivers"));
        Files.writeString(source.resolve("drivers"), "a file");

        tree.update(tree.live());

        assertThat(tree.view().resolve("drivers")).hasContent("a file");
    }

    @Test
    void whatIsNeitherFileNorLinkIsLeftOut() throws IOException {
        StubTree.run(source, "mkfifo", "-m", "755", "drivers/pipe");
        Files.createDirectories(source.resolve("drivers/empty"));

        tree.update(tree.live());

        assertThat(tree.view().resolve("drivers/pipe")).doesNotExist();
        assertThat(tree.view().resolve("drivers/empty")).doesNotExist();
        assertThat(tree.view().resolve("drivers/widget.c")).exists();
    }

    @Test
    void aRepositoryWithinTheCheckoutComesAlong() throws IOException {
        StubTree.run(source, "git", "init", "-q");
        Files.createDirectories(source.resolve("drivers/vendor"));
        StubTree.run(source.resolve("drivers/vendor"), "git", "init", "-q");
        tree.write("drivers/vendor/driver.c", "int a;\n");
        tree.write("drivers/vendor/driver.o", "object");

        tree.update(tree.live());

        assertThat(tree.view().resolve("drivers/vendor/driver.c")).exists();
        assertThat(tree.view().resolve("drivers/vendor/driver.o")).doesNotExist();
        assertThat(tree.view().resolve("drivers/vendor/.git")).doesNotExist();
    }

    @Test
    void editsAreFollowedWithATimeThatMakeNotices() throws IOException {
        tree.update(tree.live());
        var before = tree.stamps();
        var start = Instant.now().minusSeconds(1);
        // In place, as some editors write; by rename with an old time, as cp -p and mv do; new; gone.
        Files.writeString(source.resolve("Makefile"), "VERSION = 7\n");
        tree.write("drivers/widget.c", "replaced\n");
        tree.write("drivers/new.c", "new\n");
        Files.delete(source.resolve("arch/x86/Kconfig"));

        var result = tree.update(tree.live());

        assertThat(StubTree.contents(tree.view())).isEqualTo(StubTree.contents(source));
        for (var path : List.of("Makefile", "drivers/widget.c", "drivers/new.c")) {
            assertThat(Files.getLastModifiedTime(tree.view().resolve(path)).toInstant())
                    .isAfter(start);
        }
        assertThat(tree.stamps()).containsEntry("drivers/gadget.c", before.get("drivers/gadget.c"));
        assertThat(result.changedFiles()).isEqualTo(3);
        assertThat(tree.update(tree.live()).changedFiles()).isZero();
    }

    @Test
    void aPatchedFileFollowsToo() throws IOException {
        var patch = tree.patch(
                "fix",
                """
                --- a/drivers/widget.c
                +++ b/drivers/widget.c
                @@ -1,3 +1,3 @@
                 widget line 1
                -widget line 2
                +patched
                 widget line 3
                """);
        tree.update(tree.live(), patch);
        tree.write("drivers/widget.c", StubTree.numbered("widget", 40).replace("line 30", "line edited"));

        tree.update(tree.live(), patch);

        assertThat(Files.readString(tree.view().resolve("drivers/widget.c"))).contains("patched", "line edited");
        assertThat(Files.readString(source.resolve("drivers/widget.c"))).doesNotContain("patched");
    }

    @Test
    void timesAreKept() throws IOException {
        Files.setLastModifiedTime(source.resolve("Makefile"), FileTime.from(StubTree.OLD));

        tree.update(tree.live());

        assertThat(Files.getLastModifiedTime(tree.view().resolve("Makefile")).toInstant())
                .isEqualTo(StubTree.OLD);
    }

    @Test
    void aProjectInsideTheCheckoutDoesNotTakeItselfIn() throws IOException {
        var view = source.resolve("target/kernel/tree");
        var state = source.resolve("target/kernel/state");
        Files.createDirectories(source.resolve("target/classes"));
        Files.writeString(source.resolve("target/classes/x"), "x");

        for (var i = 0; i < 2; i++) {
            new View(view, state, StubTree.HOST).update(tree.live(), List.of());
        }

        assertThat(view.resolve("Makefile")).exists();
        assertThat(view.resolve("target")).doesNotExist();
    }

    @Test
    void theCheckoutIsNotWrittenTo() throws IOException {
        leaveBuildBehind();
        var before = StubTree.contents(source);
        var patch = tree.change("fix", Map.of("include/widget.h", "#define WIDGET 2\n"));

        tree.update(tree.live(), patch);
        tree.update(tree.live());

        assertThat(StubTree.contents(source)).isEqualTo(before);
    }

    private void leaveBuildBehind() throws IOException {
        for (var path : LEFTOVERS) {
            Files.createDirectories(source.resolve(path).getParent());
            Files.writeString(source.resolve(path), "\177ELF and so on");
        }
        Files.setPosixFilePermissions(
                source.resolve("scripts/kconfig/conf"), PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
