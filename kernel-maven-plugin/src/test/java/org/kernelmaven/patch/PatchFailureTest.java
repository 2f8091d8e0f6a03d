package org.kernelmaven.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kernelmaven.UserException;
import org.kernelmaven.tool.Host;

class PatchFailureTest {

    private static final String TWO_HUNKS =
            """
            From: someone
            Subject: change a widget

            --- a/drivers/widget.c
            +++ b/drivers/widget.c
            @@ -4,5 +4,5 @@
             widget line 4
             widget line 5
            -widget line 6
            +WIDGET LINE 6
             widget line 7
             widget line 8
            @@ -28,5 +28,5 @@
             widget line 28
             widget line 29
            -not what is there
            +whatever
             widget line 31
             widget line 32
            """;

    @TempDir
    Path directory;

    private StubTree tree;

    @BeforeEach
    void prepare() throws IOException {
        tree = new StubTree(directory);
    }

    @Test
    void namesPatchFileHunkAndLineAndShowsTheReject() throws IOException {
        var patch = tree.patch("fix-widget", TWO_HUNKS);

        assertThatThrownBy(() -> tree.update(patch))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("Patch 'fix-widget' (parameter <patches><patch>) does not apply")
                .hasMessageContaining("drivers/widget.c: hunk 2 of 2 (line 13 of the patch) does not fit at line 28")
                .hasMessageContaining("-not what is there")
                .hasMessageContaining("Remake the patch");
    }

    @Test
    void aBinaryPatchNamesItsHunkToo() throws IOException {
        var patch = tree.patch(
                "binary",
                TWO_HUNKS
                        + "diff --git a/x.bin b/x.bin\nnew file mode 100644\nindex 0000000..f76dd23\n"
                        + "GIT binary patch\nliteral 1\nIcmZPo000310RR91\n\nliteral 0\nHcmV?d00001\n\n");

        assertThat(patch.content().binary()).isTrue();
        assertThatThrownBy(() -> tree.update(patch))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("drivers/widget.c: hunk 2 of 2 (line 13 of the patch) does not fit at line 28")
                .hasMessageContaining("-not what is there");
    }

    @Test
    void saysWhenThePatchIsInTheTreeAlready() throws IOException {
        var patch = tree.change("twice", Map.of("include/widget.h", "#define WIDGET 2\n"));
        tree.write("include/widget.h", "#define WIDGET 2\n");

        assertThatThrownBy(() -> tree.update(patch))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("seems to have this patch already");
    }

    @Test
    void saysSoAfterEarlierPatchesToo() throws IOException {
        var first = tree.change("first", Map.of("include/widget.h", "#define WIDGET 2\n"));
        var again = tree.load("again", first.plainFile(), 1);

        assertThatThrownBy(() -> tree.update(first, again))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("Patch 'again'")
                .hasMessageContaining("already");
    }

    @Test
    void saysWhichFileIsNotInTheTree() throws IOException {
        var patch = tree.patch("other", "--- a/no/such.c\n+++ b/no/such.c\n@@ -1,2 +1,2 @@\n a\n-b\n+c\n");

        assertThatThrownBy(() -> tree.update(patch))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("no/such.c: the tree has no such file");
    }

    @Test
    void saysThatAFileToDeleteHoldsSomethingElse() throws IOException {
        tree.write("include/widget.h", "#define WIDGET 1\n#define MORE\n");
        var patch = tree.patch("delete", "--- a/include/widget.h\n+++ /dev/null\n@@ -1 +0,0 @@\n-#define WIDGET 1\n");

        assertThatThrownBy(() -> tree.update(patch))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("include/widget.h: is to be deleted but holds something else");
    }

    @Test
    void aLinkInTheWayOfATextPatchIsNotFollowed() throws IOException {
        Files.createSymbolicLink(tree.pristineDirectory().resolve("link.h"), Path.of("include/widget.h"));
        var patch = tree.patch("link", "--- a/link.h\n+++ b/link.h\n@@ -1 +1 @@\n-#define WIDGET 1\n+x\n");

        assertThatThrownBy(() -> tree.update(patch))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("link.h: is not a regular file");
    }

    @Test
    void aDamagedPatchSaysWhere() throws IOException {
        var patch = tree.patch("cut", TWO_HUNKS.replace(" widget line 7\n", "mangled\n"));

        assertThatThrownBy(() -> tree.update(patch))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("malformed patch at line 11");
    }

    @Test
    void aPatchCutOffInItsCompressionSaysSo() throws IOException {
        var file = directory.resolve("cut.patch.gz");
        var plain = tree.change("plain", Map.of("Makefile", "V = 1\n"));
        Files.copy(plain.plainFile(), directory.resolve("cut.patch"));
        StubTree.run(directory, "gzip", directory.resolve("cut.patch").toString());
        var bytes = Files.readAllBytes(file);
        Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length - 12));

        assertThatThrownBy(() -> tree.load("cut", file, 1))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("Patch 'cut'")
                .hasMessageContaining("cut off or corrupt");
    }

    @Test
    void aLongRejectIsBounded() throws IOException {
        var text = new StringBuilder("--- a/drivers/widget.c\n+++ b/drivers/widget.c\n@@ -1,2001 +1,2001 @@\n-a\n+b\n");
        for (var i = 0; i < 2000; i++) {
            text.append(" some context that is not there ").append(i).append('\n');
        }
        var patch = tree.patch("long", text.toString());

        assertThatThrownBy(() -> tree.update(patch))
                .isInstanceOf(UserException.class)
                .satisfies(failure ->
                        assertThat(String.valueOf(failure.getMessage())).hasSizeLessThan(9000));
    }

    @Test
    void withoutGitABinaryPatchSaysWhatToDo() throws IOException {
        var patch = tree.patch(
                "binary",
                """
                diff --git a/x.bin b/x.bin
                new file mode 100644
                index 0000000..f76dd23
                GIT binary patch
                literal 1
                IcmZPo000310RR91

                literal 0
                HcmV?d00001

                """);
        var bare = new Host("x86_64", 2, List.of());

        assertThatThrownBy(() -> new View(tree.view(), tree.state(), bare).update(tree.pristine(), List.of(patch)))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("Install git");
    }

    @Test
    void fuzzIsReported() throws IOException {
        var patch = tree.patch(
                "fuzzy",
                """
                --- a/drivers/widget.c
                +++ b/drivers/widget.c
                @@ -5,7 +5,7 @@
                 something else
                 widget line 6
                 widget line 7
                -widget line 8
                +changed
                 widget line 9
                 widget line 10
                 widget line 11
                """);

        var result = tree.update(patch);

        assertThat(result.fuzz()).containsExactly(new Fuzz("fuzzy", "drivers/widget.c", 1, 5, 1));
        assertThat(tree.update(patch).fuzz()).isEqualTo(result.fuzz());
    }
}
