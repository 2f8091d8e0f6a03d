package org.kernelmaven.kconfig.conf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DialogueTest {

    private static final String KCONFIG =
            """
            mainmenu "Test"
            config A
            	bool "A"
            	help
            	  About A.
            config B
            	bool "B"
            	depends on A
            menu "Numbers"
            config N
            	int "N"
            	range 1 9
            	default 7
            config H
            	hex "H"
            	default 0x10
            comment "the end"
            endmenu
            """;

    private static final String CHOICE =
            """
            choice
            	prompt "choice"
            config X
            	bool "X"
            config Y
            	bool "Y"
            	help
            	  About Y.
            endchoice
            """;

    private static final String TRISTATE_CHOICE =
            """
            config MODULES
            	def_bool y
            	modules
            choice
            	prompt "choice"
            	optional
            config X
            	tristate "X"
            config Y
            	tristate "Y"
            endchoice
            """;

    @TempDir
    Path directory;

    private ConfTree tree(String kconfig) throws IOException {
        return new ConfTree(directory, kconfig);
    }

    @Test
    void everyQuestionIsAskedOnce() throws IOException {
        var tree = tree(KCONFIG);
        var result = tree.answer("y\n\n8\n\n", "--oldaskconfig", "Kconfig");
        assertThat(result.out())
                .isEqualTo(
                        """
                        *
                        * Test
                        *
                        A (A) [N/y/?] (NEW) y
                          B (B) [N/y/?] (NEW)\s
                        *
                        * Numbers
                        *
                        N (N) [7] (NEW) 8
                        H (H) [0x10] (NEW)\s
                        *
                        * the end
                        *
                        #
                        # configuration written to .config
                        #
                        """);
        assertThat(result.err()).isEmpty();
        assertThat(tree.values()).containsExactly("CONFIG_A=y", "# CONFIG_B is not set", "CONFIG_N=8", "CONFIG_H=0x10");
    }

    @Test
    void oldconfigShowsTheMenusThatHaveSomethingNew() throws IOException {
        var tree = tree(KCONFIG).write(".config", "# CONFIG_A is not set\nCONFIG_N=3\n");
        assertThat(tree.answer("20\n", "--oldconfig", "Kconfig").out())
                .startsWith(
                        """
                        *
                        * Restart config...
                        *
                        *
                        * Numbers
                        *
                        N (N) [3] 3
                        H (H) [0x10] (NEW) 20
                        """);
        assertThat(tree.values()).contains("CONFIG_H=0x20");
    }

    @Test
    void anAnswerThatIsNoneIsAskedForAgain() throws IOException {
        var tree = tree(KCONFIG).write(".config", "# CONFIG_A is not set\nCONFIG_H=0x1\n");
        assertThat(tree.answer("zero\n10\n9\n", "-s", "--oldconfig", "Kconfig").out())
                .contains("N (N) [7] (NEW) zero\nN (N) [7] (NEW) 10\nN (N) [7] (NEW) 9\n");
    }

    @Test
    void aQuestionMarkShowsTheHelp() throws IOException {
        var tree = tree(KCONFIG).write(".config", "CONFIG_N=3\nCONFIG_H=0x1\n");
        assertThat(tree.answer("?\nmaybe\nno\n", "-s", "--oldconfig", "Kconfig").out())
                .isEqualTo(
                        """
                        *
                        * Restart config...
                        *
                        *
                        * Test
                        *
                        A (A) [N/y/?] (NEW) ?

                        CONFIG_A:

                        About A.
                        Symbol: A [=n]
                        Type  : bool
                        Defined at Kconfig:2
                          Prompt: A
                          Location:
                            -> A (A [=n])



                        A (A) [N/y/?] (NEW) maybe
                        A (A) [N/y/?] (NEW) no
                        """);
    }

    @Test
    void onATerminalAnswersAreNotRepeated() throws IOException {
        var tree = tree("config A\n\tbool \"A\"\n").onTerminal();
        assertThat(tree.answer("y\n", "-s", "Kconfig").out()).endsWith("A (A) [N/y/?] (NEW) ");
    }

    @Test
    void withoutAnswersTheDefaultsAreTaken() throws IOException {
        var tree = tree(KCONFIG);
        var result = tree.run("--oldaskconfig", "Kconfig");
        assertThat(result.status()).isZero();
        assertThat(result.err()).contains("Error in reading or end of file.");
        assertThat(tree.values()).contains("CONFIG_N=7");
    }

    @Test
    void aNumberWithoutDefaultAndAnswerEndsTheRun() throws IOException {
        var tree = tree("config N\n\tint \"N\"\n\tdefault A\nconfig A\n\tstring\n\tdefault \"x\"\n");
        var result = tree.run("--oldaskconfig", "Kconfig");
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err()).contains("error: no value for new symbol 'N' at end of input");
        assertThat(tree.has(".config")).isFalse();
    }

    @Test
    void aMemberIsChosenByItsNumber() throws IOException {
        var tree = tree(CHOICE);
        assertThat(tree.answer("7\n?\n2?\n2\n", "-s", "Kconfig").out())
                .contains("choice\n> 1. X (X) (NEW)\n  2. Y (Y) (NEW)\nchoice[1-2?]: 7\n")
                .contains("choice[1-2?]: ?\n\nThere is no help available for this option.\n")
                .contains("choice[1-2?]: 2?\n\nCONFIG_Y:\n\nAbout Y.\nSymbol: Y [=n]\n")
                .endsWith("choice[1-2?]: 2\n");
        assertThat(tree.values()).containsExactly("# CONFIG_X is not set", "CONFIG_Y=y");
    }

    @Test
    void aChoiceThatIsAnsweredIsNotAsked() throws IOException {
        var tree = tree(CHOICE + "config A\n\tbool \"A\"\n").write(".config", "# CONFIG_X is not set\nCONFIG_Y=y\n");
        assertThat(tree.answer("\n", "-s", "--oldconfig", "Kconfig").out())
                .contains("choice\n  1. X (X)\n> 2. Y (Y)\nchoice[1-2?]: 2\nA (A) [N/y/?] (NEW) \n");
    }

    @Test
    void aChoiceOfOneIsNotAsked() throws IOException {
        var tree = tree("choice\n\tprompt \"choice\"\nconfig X\n\tbool \"X\"\nendchoice\n");
        assertThat(tree.run("-s", "Kconfig").out()).endsWith("choice\n> 1. X (X) (NEW)\nchoice[1]: 1\n");
    }

    @Test
    void aChoiceFromBeforeTellsModulesFromOneMember() throws IOException {
        var tree = tree(TRISTATE_CHOICE).classic();
        assertThat(tree.answer("m\nm\n\n", "-s", "Kconfig").out())
                .endsWith("choice [N/m/y/?] (NEW) m\n  X (X) [N/m/?] (NEW) m\n  Y (Y) [N/m/?] (NEW) \n");
        assertThat(tree.values()).contains("CONFIG_X=m", "# CONFIG_Y is not set");
        assertThat(tree.answer("y\n2\n", "-s", "Kconfig").out())
                .contains("choice [M/n/y/?] y\nchoice\n> 1. X (X)\n  2. Y (Y)\nchoice[1-2?]: 2\n");
        assertThat(tree.values()).contains("# CONFIG_X is not set", "CONFIG_Y=y");
    }
}
