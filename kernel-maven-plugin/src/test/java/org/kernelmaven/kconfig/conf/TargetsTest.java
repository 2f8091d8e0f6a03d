package org.kernelmaven.kconfig.conf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TargetsTest {

    private static final String KCONFIG =
            """
            config MODULES
            	bool "modules"
            	modules
            	default y
            config A
            	bool "A"
            config T
            	tristate "T"
            	default m
            config N
            	int "N"
            	default 7
            	range 1 9
            config S
            	string "S"
            	default "a \\"b\\""
            config HIDDEN
            	def_bool A
            """;

    @TempDir
    Path directory;

    private ConfTree tree;

    @BeforeEach
    void write() throws IOException {
        tree = new ConfTree(directory, KCONFIG);
    }

    private void expect(String option, String... lines) throws IOException {
        assertThat(tree.run(option, "Kconfig").status()).isZero();
        assertThat(tree.values()).containsExactly(lines);
    }

    @Test
    void allnoconfig() throws IOException {
        expect(
                "--allnoconfig",
                "# CONFIG_MODULES is not set",
                "# CONFIG_A is not set",
                "# CONFIG_T is not set",
                "CONFIG_N=7",
                "CONFIG_S=\"a \\\"b\\\"\"");
    }

    @Test
    void allyesconfig() throws IOException {
        expect(
                "--allyesconfig",
                "CONFIG_MODULES=y",
                "CONFIG_A=y",
                "CONFIG_T=y",
                "CONFIG_N=7",
                "CONFIG_S=\"a \\\"b\\\"\"",
                "CONFIG_HIDDEN=y");
    }

    @Test
    void allmodconfig() throws IOException {
        tree.run("--allmodconfig", "Kconfig");
        assertThat(tree.values()).contains("CONFIG_A=y", "CONFIG_T=m");
    }

    @Test
    void alldefconfig() throws IOException {
        tree.run("--alldefconfig", "Kconfig");
        assertThat(tree.values()).contains("# CONFIG_A is not set", "CONFIG_T=m");
    }

    @Test
    void defconfigTakesAFile() throws IOException {
        tree.write("small", "CONFIG_A=y\n").run("--defconfig=small", "Kconfig");
        assertThat(tree.values()).contains("CONFIG_A=y", "CONFIG_T=m");
    }

    @Test
    void defconfigWithoutItsFileFails() {
        var result = tree.run("--defconfig=small", "Kconfig");
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err()).contains("*** Can't find default configuration \"small\"!");
        assertThat(tree.has(".config")).isFalse();
    }

    @Test
    void olddefconfigKeepsWhatThereIs() throws IOException {
        tree.write(".config", "CONFIG_T=y\n").run("--olddefconfig", "Kconfig");
        assertThat(tree.values()).contains("CONFIG_T=y", "CONFIG_N=7");
    }

    @Test
    void savedefconfigSavesWhatIsNotTheDefault() throws IOException {
        tree.write(".config", "CONFIG_A=y\nCONFIG_T=m\nCONFIG_N=8\n");
        assertThat(tree.run("--savedefconfig", "small", "Kconfig").status()).isZero();
        assertThat(tree.read("small")).isEqualTo("CONFIG_A=y\nCONFIG_N=8\n");
        assertThat(tree.read(".config")).isEqualTo("CONFIG_A=y\nCONFIG_T=m\nCONFIG_N=8\n");
    }

    @Test
    void savedefconfigWhereNothingCanBeWrittenFails() {
        var result = tree.run("--savedefconfig", "none/small", "Kconfig");
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err()).contains("*** Error while saving defconfig to: none/small");
    }

    @Test
    void yesBecomesModuleAndBackAndNo() throws IOException {
        tree.write(".config", "CONFIG_T=y\nCONFIG_A=y\n").run("--yes2modconfig", "Kconfig");
        assertThat(tree.values()).contains("CONFIG_T=m", "CONFIG_A=y");
        tree.run("--mod2yesconfig", "Kconfig");
        assertThat(tree.values()).contains("CONFIG_T=y");
        tree.write(".config", "CONFIG_T=m\n").run("--mod2noconfig", "Kconfig");
        assertThat(tree.values()).contains("# CONFIG_T is not set");
    }

    @Test
    void randconfigIsTheSameForTheSameSeed() throws IOException {
        tree.set("KCONFIG_SEED", "0x2A");
        var result = tree.run("--randconfig", "Kconfig");
        assertThat(result.out()).startsWith("KCONFIG_SEED=0x2A\n");
        var first = tree.values();
        tree.run("--randconfig", "Kconfig");
        assertThat(tree.values()).isEqualTo(first);
    }

    @Test
    void randconfigHeedsProbabilities() throws IOException {
        tree.set("KCONFIG_PROBABILITY", "100").run("--randconfig", "Kconfig");
        assertThat(tree.values()).contains("CONFIG_A=y").doesNotContain("# CONFIG_T is not set");
        var result = tree.set("KCONFIG_PROBABILITY", "101").run("--randconfig", "Kconfig");
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err()).isEqualTo("KCONFIG_PROBABILITY: Numerical result out of range\n");
    }

    @Test
    void listnewconfigListsAndWritesNothing() throws IOException {
        var result = tree.write(".config", "CONFIG_T=y\n").run("--listnewconfig", "Kconfig");
        assertThat(result.out()).isEqualTo("CONFIG_MODULES=y\nCONFIG_A=n\nCONFIG_N=7\nCONFIG_S=\"a \\\"b\\\"\"\n");
        assertThat(tree.read(".config")).isEqualTo("CONFIG_T=y\n");
    }

    @Test
    void helpnewconfigShowsTheHelpOfNewOptions() throws IOException {
        tree.write(".config", "CONFIG_MODULES=y\nCONFIG_T=y\nCONFIG_N=3\nCONFIG_S=\"\"\n");
        assertThat(tree.run("--helpnewconfig", "Kconfig").out())
                .isEqualTo(
                        """
                        -----

                        There is no help available for this option.
                        Symbol: A [=n]
                        Type  : bool
                        Defined at Kconfig:5
                          Prompt: A
                          Location:
                            -> A (A [=n])



                        -----
                        """);
    }

    @Test
    void allconfigNamesAFile() throws IOException {
        tree.write("seed", "CONFIG_A=y\n").set("KCONFIG_ALLCONFIG", "seed").run("--allnoconfig", "Kconfig");
        assertThat(tree.values()).contains("CONFIG_A=y", "# CONFIG_T is not set");
    }

    @Test
    void anEmptyAllconfigStandsForTheTargetsFileAndThenForAllConfig() throws IOException {
        tree.write("all.config", "CONFIG_N=2\n").set("KCONFIG_ALLCONFIG", "1");
        tree.run("--allnoconfig", "Kconfig");
        assertThat(tree.values()).contains("CONFIG_N=2");
        tree.write("allno.config", "CONFIG_N=3\n").run("--allnoconfig", "Kconfig");
        assertThat(tree.values()).contains("CONFIG_N=3");
    }

    @Test
    void allconfigWithoutItsFileFails() {
        assertThat(tree.set("KCONFIG_ALLCONFIG", "")
                        .run("--allmodconfig", "Kconfig")
                        .err())
                .isEqualTo("*** KCONFIG_ALLCONFIG set, but no \"allmod.config\" or \"all.config\" file found\n");
        assertThat(tree.set("KCONFIG_ALLCONFIG", "gone").run("--allmodconfig", "Kconfig"))
                .isEqualTo(new ConfTree.Result(1, "", "*** Can't read seed configuration \"gone\"!\n"));
    }
}
