package org.kernelmaven.kconfig.conf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilesTest {

    private static final String KCONFIG =
            """
            config A
            	bool "A"
            config B
            	bool "B"
            """;

    @TempDir
    Path directory;

    private ConfTree tree;

    @BeforeEach
    void write() throws IOException {
        tree = new ConfTree(directory, KCONFIG);
    }

    @Test
    void aConfigThatIsTheSameStaysAsItIs() {
        tree.run("--allnoconfig", "Kconfig");
        assertThat(tree.run("--olddefconfig", "Kconfig").out()).isEqualTo("#\n# No change to .config\n#\n");
        assertThat(tree.has(".config.old")).isFalse();
    }

    @Test
    void theConfigBeforeIsKept() throws IOException {
        tree.write(".config", "CONFIG_A=y\n");
        assertThat(tree.run("--allnoconfig", "Kconfig").out()).isEqualTo("#\n# configuration written to .config\n#\n");
        assertThat(tree.read(".config.old")).isEqualTo("CONFIG_A=y\n");
        try (var files = Files.list(directory)) {
            assertThat(files.map(Path::toString)).noneMatch(name -> name.endsWith(".tmp"));
        }
    }

    @Test
    void aConfigIsOverwrittenWhereThatIsWanted() throws IOException {
        tree.write("real", "CONFIG_A=y\n").set("KCONFIG_OVERWRITECONFIG", "1");
        Files.createSymbolicLink(directory.resolve(".config"), directory.resolve("real"));
        tree.run("--allnoconfig", "Kconfig");
        assertThat(tree.has(".config.old")).isFalse();
        assertThat(tree.read("real")).contains("# CONFIG_A is not set");
    }

    @Test
    void theConfigMayHaveAnotherName() throws IOException {
        tree.set("KCONFIG_CONFIG", "sub/other").run("-s", "--allyesconfig", "Kconfig");
        assertThat(tree.read("sub/other")).contains("CONFIG_A=y");
    }

    @Test
    void aDirectoryIsNoConfig() throws IOException {
        tree.write("sub/file", "");
        assertThat(tree.set("KCONFIG_CONFIG", "sub").run("--allyesconfig", "Kconfig"))
                .isEqualTo(new ConfTree.Result(
                        1,
                        "",
                        "sub: Is a directory (IOException)\n\n*** Error during writing of the configuration.\n\n"));
    }

    @Test
    void withoutAConfigTheFirstDefaultOfAListCounts() throws IOException {
        tree.write("second", "CONFIG_B=y\n").set("KCONFIG_DEFCONFIG_LIST", " first\n second third ");
        assertThat(tree.run("--olddefconfig", "Kconfig").out()).contains("# using defaults found in second\n");
        assertThat(tree.values()).containsExactly("# CONFIG_A is not set", "CONFIG_B=y");
    }

    @Test
    void filesAreLookedForInTheSourceTreeToo() throws IOException {
        tree.write("source/Other", "config C\n\tbool \"C\"\n").write("source/small", "CONFIG_C=y\n");
        assertThat(tree.set("srctree", "source")
                        .run("-s", "--defconfig=small", "Other")
                        .status())
                .isZero();
        assertThat(tree.values()).containsExactly("CONFIG_C=y");
    }

    @Test
    void aNameInTheSourceTreeMayBeWhole() throws IOException {
        tree.write("source/Other", "config C\n\tbool \"C\"\n");
        var source = directory.resolve("source");
        assertThat(tree.set("srctree", source.toString())
                        .run("-s", "--allyesconfig", source.resolve("Other").toString())
                        .status())
                .isZero();
    }

    @Test
    void warningsOfTheConfigAreShown() throws IOException {
        tree.write(".config", "CONFIG_A=maybe\nnonsense\nCONFIG_GONE=y\n");
        var result = tree.run("-s", "--olddefconfig", "Kconfig");
        assertThat(result.status()).isZero();
        assertThat(result.err())
                .isEqualTo(
                        """
                        .config:1:warning: symbol value 'maybe' invalid for A
                        .config:2:warning: unexpected data: nonsense
                        """);
    }

    @Test
    void unknownSymbolsAreWarnedOfOnRequest() throws IOException {
        tree.write(".config", "CONFIG_GONE=y\n").set("KCONFIG_WARN_UNKNOWN_SYMBOLS", "1");
        assertThat(tree.run("-s", "--olddefconfig", "Kconfig").err())
                .isEqualTo(".config:1:warning: unknown symbol: GONE\n");
        assertThat(tree.write(".config", "CONFIG_GONE=y\n")
                        .set("KCONFIG_WERROR", "")
                        .run("-s", "--olddefconfig", "Kconfig")
                        .status())
                .isEqualTo(1);
        assertThat(tree.read(".config")).isEqualTo("CONFIG_GONE=y\n");
    }

    @Test
    void unmetDependenciesAreWarnedOfAndMayBeErrors() throws IOException {
        tree.write("Kconfig", "config A\n\tbool \"A\"\n\tselect C\nconfig C\n\tbool \"C\"\n\tdepends on n\n")
                .write(".config", "CONFIG_A=y\n");
        var warning =
                """

                WARNING: unmet direct dependencies detected for C
                  Depends on [n]: n [=n]
                  Selected by [y]:
                  - A [=y]
                """;
        assertThat(tree.run("-s", "--olddefconfig", "Kconfig").err()).isEqualTo(warning);
        var strict = tree.set("KCONFIG_WERROR", "1").run("-s", "--olddefconfig", "Kconfig");
        assertThat(strict.status()).isEqualTo(1);
        assertThat(strict.err()).isEqualTo(warning);
    }
}
