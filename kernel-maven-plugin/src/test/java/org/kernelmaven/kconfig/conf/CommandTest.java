package org.kernelmaven.kconfig.conf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandTest {

    @TempDir
    Path directory;

    private ConfTree tree(String kconfig) throws IOException {
        return new ConfTree(directory, kconfig);
    }

    @Test
    void helpNamesEveryMode() throws IOException {
        var result = tree("").run("--help");
        assertThat(result.status()).isEqualTo(1);
        for (var mode : Mode.values()) {
            assertThat(result.out()).contains("--" + mode.word());
        }
    }

    @Test
    void withoutAKconfigFileNothingIsDone() throws IOException {
        var result = tree("").run("--allnoconfig");
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err()).isEqualTo("conf: Kconfig file missing\n");
        assertThat(result.out()).startsWith("Usage: conf [options] <kconfig-file>\n");
    }

    @Test
    void aKconfigFileThatIsNotThereIsAnError() throws IOException {
        assertThat(tree("").run("--allnoconfig", "Missing"))
                .isEqualTo(new ConfTree.Result(1, "", "can't find file Missing\n"));
    }

    @Test
    void aWrongOptionIsAnError() throws IOException {
        var result = tree("").run("--nonsense", "Kconfig");
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err()).startsWith("conf: unrecognized option '--nonsense'\n");
    }

    @Test
    void errorsAndWhatCameBeforeThemAreShown() throws IOException {
        var tree = tree("$(info,hello)\n$(warning-if,y,careful)\nconfig A\n\tbool \"A\"\n\tnonsense\n");
        var result = tree.run("--allnoconfig", "Kconfig");
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.out()).isEqualTo("hello\n");
        assertThat(result.err()).startsWith("Kconfig:2: careful\nKconfig:5: ");
        assertThat(tree.has(".config")).isFalse();
    }

    @Test
    void aProbeRunsInTheBuildTreeAndSeesTheEnvironment() throws IOException {
        var tree = tree("config P\n\tstring\n\tdefault \"$(shell,cat found; echo $WHO)\"\n")
                .write("found", "one ")
                .set("WHO", "two")
                .set("PATH", "/usr/bin:/bin");
        tree.run("-s", "--alldefconfig", "Kconfig");
        assertThat(tree.values()).containsExactly("CONFIG_P=\"one two\"");
    }

    @Test
    void theDialectIsTheTrees() throws IOException {
        var optional = "choice\n\tprompt \"c\"\n\toptional\nconfig X\n\tbool \"X\"\nendchoice\n";
        assertThat(tree(optional).run("--allnoconfig", "Kconfig").status()).isEqualTo(1);
        assertThat(tree(optional).classic().run("--allnoconfig", "Kconfig").status())
                .isZero();
    }
}
