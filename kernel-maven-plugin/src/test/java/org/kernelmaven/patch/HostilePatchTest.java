package org.kernelmaven.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kernelmaven.UserException;

class HostilePatchTest {

    private static final String NEW = "@@ -0,0 +1 @@\n+owned\n";

    @TempDir
    Path directory;

    private StubTree tree;

    @BeforeEach
    void prepare() throws IOException {
        tree = new StubTree(directory);
    }

    @ParameterizedTest
    @CsvSource({
        "/etc/passwd, is absolute",
        "b/../../escape, leaves the kernel tree",
        "b/drivers/../../escape, leaves the kernel tree",
        "b/.git/hooks/pre-commit, is inside a .git directory",
        "b/drivers/.GIT/config, is inside a .git directory",
        "b/build/include/config/auto.conf, where the kernel is built",
        "'\"b/\\056\\056/escape\"', leaves the kernel tree",
        "'\"b/a\\nb\"', is no name for a file",
    })
    void aNameThatMustNotBeTouchedIsRefusedWithItsLine(String name, String why) {
        refused("--- /dev/null\n+++ " + name + "\n" + NEW, "line 2", why);
    }

    @Test
    void everyHeaderIsLookedAt() {
        refused("diff --git a/../x b/../x\nnew file mode 100644\n", "line 1", "leaves the kernel tree");
        refused("Index: ../x\n--- a/x\n+++ b/x\n" + NEW, "line 1", "leaves the kernel tree", 0);
        refused(
                "diff --git a/Makefile b/Makefile\nrename from Makefile\nrename to ../Makefile\n",
                "line 3",
                "leaves the kernel tree");
        refused("diff --git a/Makefile b/Makefile\ncopy from /etc/shadow\ncopy to x\n", "line 2", "is absolute");
    }

    @Test
    void aSymbolicLinkMustStayInTheTree() {
        refused(link("scripts/out", "../../../etc"), "line 1", "a symbolic link to '../../../etc', outside");
        refused(link("out", "/etc"), "line 1", "outside the kernel tree");
    }

    @Test
    void aPathMustNotGoThroughALinkThatThePatchMakes() {
        refused(
                link("out", "drivers") + "--- /dev/null\n+++ b/out/x\n" + NEW,
                "line 8",
                "goes through 'out', which line 1 makes a symbolic link");
    }

    @Test
    void aPathMustNotGoThroughALinkOfTheTree() throws IOException {
        var patch = tree.patch("evil", "--- /dev/null\n+++ b/scripts/include/x.h\n" + NEW);

        assertThatThrownBy(() -> tree.update(patch))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("'scripts/include/x.h' goes through 'scripts/include'");
        assertThat(tree.view()).doesNotExist();
    }

    @Test
    void aPathMustNotGoThroughALinkOfAnEarlierPatch() throws IOException {
        var first = tree.patch("first", link("out", "drivers"));
        var second = tree.patch("second", "--- /dev/null\n+++ b/out/x\n" + NEW);

        assertThatThrownBy(() -> tree.update(first, second))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("'out/x' goes through 'out'");
    }

    @Test
    void aSubmoduleIsRefused() {
        refused(
                "diff --git a/x b/x\nnew file mode 160000\n--- /dev/null\n+++ b/x\n" + NEW,
                "line 2",
                "a git submodule");
    }

    @Test
    void anEdScriptIsNotRun() throws IOException {
        var marker = directory.resolve("owned");
        var script = "1,2c\n.\n!touch " + marker + "\n.\nw\nq\n";

        assertThatThrownBy(() -> tree.update(tree.patch("ed", script)))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("no unified diff");
        assertThatThrownBy(() -> tree.update(
                        tree.patch("hidden", "--- a/Makefile\n+++ b/Makefile\n" + script + "@@ -1 +1 @@\n-no\n+x\n")))
                .isInstanceOf(UserException.class);
        assertThat(marker).doesNotExist();
    }

    @Test
    void aHeaderIndentedToHideItWritesNothingUnannounced() throws IOException {
        var patch = tree.patch(
                "indented",
                """
                --- a/Makefile
                +++ b/Makefile
                @@ -1,2 +1,2 @@
                -VERSION = 6
                +VERSION = 7
                 PATCHLEVEL = 1

                  --- /dev/null
                  +++ b/hidden
                  @@ -0,0 +1 @@
                  +owned
                """);

        assertThatThrownBy(() -> tree.update(patch))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("'hidden', which its headers do not name");
        assertThat(tree.view()).doesNotExist();
    }

    @Test
    void aTextWithoutADiffIsRefused() {
        refused("just words\n", "evil", "no unified diff");
        refused("", "evil", "no unified diff");
    }

    @Test
    void aBinaryFileLeftOutIsRefused() {
        refused(
                "diff --git a/x.bin b/x.bin\nindex 1..2 100644\nBinary files a/x.bin and b/x.bin differ\n",
                "line 3",
                "git diff --binary");
    }

    @Test
    void tooLittleToStripIsSaid() {
        refused("--- Makefile\n+++ Makefile\n" + NEW, "line 1", "correct <strip>");
    }

    @Test
    void aHugeHunkCountIsNoProblem() {
        refused("--- a/x\n+++ b/x\n@@ -999999999,999999999 +999999999,999999999 @@\n x\n", "", "does not apply");
    }

    private static String link(String path, String target) {
        return "diff --git a/" + path + " b/" + path + "\nnew file mode 120000\n--- /dev/null\n+++ b/" + path
                + "\n@@ -0,0 +1 @@\n+" + target + "\n\\ No newline at end of file\n";
    }

    private void refused(String text, String line, String why) {
        refused(text, line, why, 1);
    }

    private void refused(String text, String line, String why, int strip) {
        assertThatThrownBy(() -> tree.update(tree.patch("evil", text, strip)))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("Patch 'evil'")
                .hasMessageContaining(line)
                .hasMessageContaining(why);
        assertThat(Files.exists(tree.view())).isFalse();
    }
}
