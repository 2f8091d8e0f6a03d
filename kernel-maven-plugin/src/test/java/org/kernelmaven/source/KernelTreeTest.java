package org.kernelmaven.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.kernelmaven.UserException;

class KernelTreeTest {

    private final Path root;

    KernelTreeTest(@TempDir Path root) {
        this.root = root;
    }

    @ParameterizedTest
    @CsvSource({
        "'VERSION = 6\nPATCHLEVEL = 12\nSUBLEVEL = 0\nEXTRAVERSION = -rc3\n', 6.12.0-rc3",
        "'VERSION = 5\nPATCHLEVEL = 10\nSUBLEVEL = 0\nEXTRAVERSION =\n', 5.10.0",
        "'VERSION=6\nPATCHLEVEL=1\n', 6.1.0",
        "'VERSION = 6\nPATCHLEVEL = 1\nSUBLEVEL = 2\nEXTRAVERSION = $(shell reboot)\n', 6.1.2"
    })
    void theVersionIsReadFromTheMakefile(String makefile, String version) throws IOException {
        assertThat(KernelTree.check(StubTree.write(root.resolve("linux"), makefile), "x"))
                .hasToString(version);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Makefile", "Kbuild", "Kconfig"})
    void aTreeWithoutItsTopFilesIsNoKernel(String file) throws IOException {
        var tree = StubTree.write(root.resolve("linux"));
        Files.delete(tree.resolve(file));
        assertThatExceptionOfType(UserException.class)
                .isThrownBy(() -> KernelTree.check(tree, "'a.tar'"))
                .withMessageContaining("'a.tar' is no kernel source: it has no " + file);
    }

    @Test
    void aMakefileOfSomethingElseIsNoKernel() throws IOException {
        var tree = StubTree.write(root.resolve("linux"), "all:\n\techo VERSION = 6\n");
        assertThatExceptionOfType(UserException.class)
                .isThrownBy(() -> KernelTree.check(tree, "'a.tar'"))
                .withMessageContaining("states no VERSION");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "VERSION = 5\nPATCHLEVEL = 9\nSUBLEVEL = 99\n",
                "VERSION = 5\nPATCHLEVEL = 10\nEXTRAVERSION = -rc7\n"
            })
    void aKernelTooOldNamesTheOldest(String makefile) throws IOException {
        var tree = StubTree.write(root.resolve("linux"), makefile);
        assertThatExceptionOfType(UserException.class)
                .isThrownBy(() -> KernelTree.check(tree, "'a.tar'"))
                .withMessageContaining("too old: the oldest that is supported is 5.10");
    }

    @Test
    void filesAreSealedAndDirectoriesAreNot() throws IOException {
        var tree = StubTree.write(root.resolve("linux"));
        KernelTree.seal(tree, "x");
        assertThat(modes(tree.resolve("Makefile"))).isEqualTo("r--r--r--");
        assertThat(modes(tree.resolve("scripts/run.sh"))).isEqualTo("r-xr-xr-x");
        assertThat(modes(tree.resolve("scripts"))).startsWith("rwx");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/etc/passwd",
                "..",
                "../outside",
                "../linux/../outside",
                "scripts/../../outside",
                "scripts/dtc/arch/../../outside",
                "scripts/dtc/arch/../.."
            })
    void aLinkThatMayLeaveTheTreeIsRefused(String target) throws IOException {
        var tree = StubTree.write(root.resolve("linux"));
        Files.createSymbolicLink(tree.resolve("link"), Path.of(target));
        assertThatExceptionOfType(UserException.class)
                .isThrownBy(() -> KernelTree.seal(tree, "'a.tar'"))
                .withMessageContaining("the link 'link' to '" + target + "', which leaves the tree");
    }

    @Test
    void aPipeIsRefused() throws IOException {
        var tree = StubTree.write(root.resolve("linux"));
        StubTree.run(tree, "mkfifo", "pipe");
        assertThatExceptionOfType(UserException.class)
                .isThrownBy(() -> KernelTree.seal(tree, "'a.tar'"))
                .withMessageContaining("'pipe', which is neither file, directory nor link");
    }

    @ParameterizedTest
    @ValueSource(strings = {".config", "include/config/x", "arch/x86/include/generated/x"})
    void leftoversOfABuildAreSeen(String leftover) throws IOException {
        var tree = StubTree.write(root.resolve("linux"));
        assertThat(KernelTree.leftovers(tree)).isEmpty();
        var file = tree.resolve(leftover);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "");
        assertThat(KernelTree.leftovers(tree)).hasSize(1);
        KernelTree.clean(tree, "x");
        assertThat(KernelTree.leftovers(tree)).isEmpty();
    }

    private static String modes(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
