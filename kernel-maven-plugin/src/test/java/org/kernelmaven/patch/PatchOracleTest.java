package org.kernelmaven.patch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kernelmaven.settings.Origin;
import org.kernelmaven.settings.Problems;

/** What a view holds is what git and quilt make of the same patches. */
class PatchOracleTest {

    @TempDir
    Path directory;

    private StubTree tree;
    private Path repository;

    @BeforeEach
    void prepare() throws IOException {
        tree = new StubTree(directory);
        repository = directory.resolve("repository");
        StubTree.run(directory, "cp", "-a", tree.pristineDirectory().toString(), repository.toString());
        StubTree.run(directory, "chmod", "-R", "u+w", repository.toString());
        StubTree.run(repository, "git", "init", "-q");
        commit("base");
    }

    @Test
    void renameWithAChange() throws IOException {
        move("drivers/widget.c", "drivers/new/widget.c");
        var file = repository.resolve("drivers/new/widget.c");
        Files.writeString(file, Files.readString(file).replace("widget line 20\n", "changed\n"));
        assertSameAsGit("rename from");
    }

    @Test
    void renameAlone() throws IOException {
        move("drivers/widget.c", "drivers/other.c");
        assertSameAsGit("similarity index 100%");
    }

    @Test
    void copy() throws IOException {
        Files.copy(repository.resolve("drivers/widget.c"), repository.resolve("drivers/copy.c"));
        var file = repository.resolve("drivers/copy.c");
        Files.writeString(file, Files.readString(file).replace("widget line 20\n", "copied\n"));
        assertSameAsGit("copy from");
    }

    @Test
    void modes() throws IOException {
        chmod("drivers/widget.c", "rwxr-xr-x");
        chmod("scripts/run.sh", "rw-r--r--");
        assertSameAsGit("new mode 100755");
    }

    @Test
    void newFilesAndDirectories() throws IOException {
        Files.createDirectories(repository.resolve("drivers/new/deep"));
        Files.writeString(repository.resolve("drivers/new/deep/a.c"), "int a;\n");
        Files.writeString(repository.resolve("drivers/new/no-newline"), "int a;");
        Files.writeString(repository.resolve("tool.sh"), "#!/usr/bin/perl\nprint 1;\n");
        chmod("tool.sh", "rwxr-xr-x");
        assertSameAsGit("new file mode 100755");
    }

    @Test
    void emptyFiles() throws IOException {
        Files.writeString(repository.resolve("empty"), "");
        assertSameAsGit("new file mode");
    }

    @Test
    void deletedFilesTakeEmptyDirectoriesAlong() throws IOException {
        Files.delete(repository.resolve("arch/x86/Kconfig"));
        assertSameAsGit("deleted file mode");
        assertThat(tree.view().resolve("arch")).doesNotExist();
    }

    @Test
    void symbolicLinks() throws IOException {
        Files.createSymbolicLink(repository.resolve("drivers/link"), Path.of("../include/widget.h"));
        Files.delete(repository.resolve("scripts/include"));
        assertSameAsGit("120000");
    }

    @Test
    void aLinkThatPointsElsewhere() throws IOException {
        Files.delete(repository.resolve("scripts/include"));
        Files.createSymbolicLink(repository.resolve("scripts/include"), Path.of("../drivers"));
        assertSameAsGit("120000");
    }

    @Test
    void binaryFiles() throws IOException {
        Files.write(repository.resolve("logo.bin"), new byte[] {0, 1, 2, (byte) 0xff, '\n', 0, 7});
        Files.writeString(repository.resolve("Makefile"), "VERSION = 7\n");
        move("drivers/widget.c", "drivers/other.c");
        assertSameAsGit("GIT binary patch");
    }

    @Test
    void binaryFilesInsideAnotherRepository() throws IOException {
        StubTree.run(directory, "git", "init", "-q");
        Files.write(repository.resolve("logo.bin"), new byte[] {0, 1, 2, 3});
        assertSameAsGit("GIT binary patch");
    }

    @Test
    void namesThatGitQuotes() throws IOException {
        Files.writeString(repository.resolve("drivers/grüße \"a\".c"), "int a;\n");
        Files.writeString(repository.resolve("drivers/with blank.c"), "int a;\n");
        assertSameAsGit("\\303\\274");
    }

    @Test
    void aMailedPatchWithATextThatLooksLikeAHeader() throws IOException {
        Files.writeString(repository.resolve("Makefile"), "VERSION = 7\n");
        commit("Change it\n\n--- a note\n+++ and another\n@@ not a hunk\nIndex: of things");
        var mail = String.join("\n", StubTree.run(repository, "git", "format-patch", "-1", "--stdout")) + "\n";

        tree.update(tree.patch("mail", mail));

        assertThat(StubTree.contents(tree.view())).isEqualTo(StubTree.contents(repository));
    }

    @Test
    void theUsersEnvironmentPlaysNoPart() throws IOException {
        Files.writeString(repository.resolve("Makefile"), "VERSION = 7\n");
        Files.write(repository.resolve("logo.bin"), new byte[] {0, 1, 2, 3});
        commit("change");
        var binary = tree.patch("binary", diff());
        var text = tree.change("text", Map.of("include/widget.h", "#define WIDGET 2\n"));
        var environment = new java.util.HashMap<>(System.getenv());
        environment.putAll(Map.of(
                "POSIXLY_CORRECT", "1",
                "PATCH_GET", "1",
                "VERSION_CONTROL", "numbered",
                "SIMPLE_BACKUP_SUFFIX", ".bak",
                "QUOTING_STYLE", "c",
                "GIT_DIR", repository.resolve(".git").toString(),
                "GIT_WORK_TREE", repository.toString(),
                "LC_ALL", "de_DE.UTF-8"));

        new View(tree.view(), tree.state(), StubTree.HOST, environment).update(tree.pristine(), List.of(binary, text));

        Files.writeString(repository.resolve("include/widget.h"), "#define WIDGET 2\n");
        assertThat(StubTree.contents(tree.view())).isEqualTo(StubTree.contents(repository));
    }

    @Test
    void aQuiltSeriesGivesWhatQuiltGives() throws IOException {
        var patches = directory.resolve("series");
        Files.createDirectories(patches);
        var first = tree.change(
                "first",
                Map.of("drivers/widget.c", StubTree.numbered("widget", 40).replace("line 20\n", "line XX\n")));
        Files.copy(first.plainFile(), patches.resolve("first.patch"));
        Files.writeString(
                patches.resolve("second.patch"),
                """
                --- drivers/widget.c
                +++ drivers/widget.c
                @@ -18,5 +18,5 @@
                 widget line 18
                 widget line 19
                -widget line XX
                +widget line YY
                 widget line 21
                 widget line 22
                """);
        Files.writeString(
                patches.resolve("third.patch"),
                "--- a/include/widget.h\n+++ /dev/null\n@@ -1 +0,0 @@\n-#define WIDGET 1\n");
        StubTree.run(patches, "gzip", "third.patch");
        Files.writeString(patches.resolve("series"), "first.patch\nsecond.patch -p0 # old style\nthird.patch.gz\n");
        StubTree.run(
                directory,
                "cp",
                "-a",
                patches.toString(),
                repository.resolve("patches").toString());

        StubTree.run(repository, "quilt", "--quiltrc", "-", "push", "-a");
        tree.update(loaded(patches).toArray(LoadedPatch[]::new));

        assertThat(StubTree.contents(tree.view())).isEqualTo(StubTree.contents(repository));
    }

    @ParameterizedTest
    @CsvSource({"gzip, gz", "bzip2, bz2", "xz, xz", "zstd, zst"})
    void aCompressedPatchIsItsPlainOne(String program, String extension) throws IOException {
        var plain = tree.change("plain", Map.of("Makefile", "VERSION = 7\n"));
        var file = directory.resolve("packed.patch");
        Files.copy(plain.plainFile(), file);
        StubTree.run(directory, program, "-q", file.toString());

        var packed = tree.load("packed", directory.resolve("packed.patch." + extension), 1);

        assertThat(packed.sha256()).isEqualTo(plain.sha256());
        assertThat(packed.plainFile()).hasSameBinaryContentAs(plain.plainFile());
    }

    private List<LoadedPatch> loaded(Path patches) throws IOException {
        var problems = new Problems();
        var quilt = QuiltSeries.read(patches, Origin.parameter("patches"), problems);
        assertThat(problems.found()).isEmpty();
        var patch = new Patch("series", quilt, 1, List.of(), Map.of(), Origin.parameter("patches"));
        var only = new Patch("config", Optional.empty(), 1, List.of(), Map.of(), Origin.parameter("patches"));
        return StubTree.loader(directory, directory.resolve("loaded")).load(List.of(only, patch));
    }

    private void assertSameAsGit(String expectedInDiff) throws IOException {
        commit("change");
        var diff = diff();
        assertThat(diff).contains(expectedInDiff);

        tree.update(tree.patch("change", diff));

        assertThat(StubTree.contents(tree.view())).isEqualTo(StubTree.contents(repository));
    }

    /** Through a file: lines of a command's output lose the tab that ends a name with a blank. */
    private String diff() throws IOException {
        var file = directory.resolve("diff");
        StubTree.run(repository, "git", "diff", "--binary", "-M", "-C", "-C", "--output=" + file, "HEAD~1", "HEAD");
        return Files.readString(file);
    }

    private void commit(String message) throws IOException {
        StubTree.run(repository, "git", "add", "-A");
        var file = directory.resolve("message");
        Files.writeString(file, message);
        StubTree.run(repository, "git", "commit", "-q", "--cleanup=verbatim", "-F", file.toString());
    }

    private void move(String from, String to) throws IOException {
        Files.createDirectories(repository.resolve(to).getParent());
        Files.move(repository.resolve(from), repository.resolve(to));
    }

    private void chmod(String path, String mode) throws IOException {
        Files.setPosixFilePermissions(repository.resolve(path), PosixFilePermissions.fromString(mode));
    }
}
