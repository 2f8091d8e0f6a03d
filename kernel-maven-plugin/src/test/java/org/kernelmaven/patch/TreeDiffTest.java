package org.kernelmaven.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kernelmaven.UserException;
import org.kernelmaven.tool.CommandRunner;

/** GNU patch, git and our own series make of the old files what the new ones are. */
class TreeDiffTest {

    @TempDir
    Path directory;

    private Path before;
    private Path after;
    private Path patch;

    @BeforeEach
    void prepare() throws IOException {
        before = Files.createDirectories(directory.resolve("before"));
        after = Files.createDirectories(directory.resolve("after"));
        patch = directory.resolve("out/edits.patch");
        both("drivers/widget.c", StubTree.numbered("widget", 40));
        both("drivers/gadget.c", StubTree.numbered("gadget", 40));
    }

    @Test
    void everyKindOfEditIsToldToGnuPatchAndGit() throws IOException {
        edit();

        assertThat(write().changed()).containsExactly("drivers/widget.c", "latin1.c", "run.sh");

        for (var tool : new String[][] {{"patch", "-sp1", "-i"}, {"git", "apply"}}) {
            var copy = directory.resolve("with-" + tool[0]);
            StubTree.run(directory, "cp", "-a", before.toString(), copy.toString());
            var argv = new java.util.ArrayList<>(java.util.List.of(tool));
            argv.add(patch.toString());
            StubTree.run(copy, argv.toArray(String[]::new));
            StubTree.run(directory, "diff", "-r", after.toString(), copy.toString());
            assertThat(copy.resolve("new.sh")).isExecutable();
            assertThat(copy.resolve("run.sh")).isExecutable();
            assertThat(copy.resolve("empty.h")).isEmptyFile();
            assertThat(copy.resolve("drivers/gadget.c")).doesNotExist();
        }
    }

    @Test
    void ourOwnSeriesAppliesIt() throws IOException {
        var tree = new StubTree(directory.resolve("stub"));
        StubTree.run(directory, "cp", "-rT", tree.pristineDirectory().toString(), before.toString());
        StubTree.run(directory, "chmod", "-R", "u+w", before.toString());
        StubTree.run(directory, "cp", "-aT", before.toString(), after.toString());
        Files.writeString(
                after.resolve("drivers/widget.c"),
                StubTree.numbered("widget", 40).replace("line 20\n", "twenty\n"));
        Files.move(after.resolve("drivers/gadget.c"), after.resolve("drivers/moved.c"));
        write();

        tree.update(tree.load("edits", patch, 1));

        assertThat(tree.view().resolve("drivers/widget.c")).content().contains("twenty");
        assertThat(tree.view().resolve("drivers/gadget.c")).doesNotExist();
        assertThat(tree.view().resolve("drivers/moved.c")).hasSameTextualContentAs(after.resolve("drivers/moved.c"));
    }

    @Test
    void sameEditsAreTheSameBytes() throws IOException {
        edit();
        write();
        var first = Files.readAllBytes(patch);
        StubTree.run(after, "touch", "-d", "2001-01-01", "drivers/widget.c", "new.sh");

        write();

        assertThat(patch).hasBinaryContent(first);
        assertThat(new String(first, StandardCharsets.ISO_8859_1)).doesNotContain("2001", "2026", directory.toString());
    }

    @Test
    void withoutADifferenceNothingIsWritten() throws IOException {
        assertThat(write().isEmpty()).isTrue();
        assertThat(patch).doesNotExist();
    }

    @Test
    void binaryContentIsRefused() throws IOException {
        Files.write(after.resolve("firmware.bin"), new byte[] {1, 0, 2});

        assertThatThrownBy(this::write)
                .isInstanceOf(UserException.class)
                .hasMessageContaining("'firmware.bin'")
                .hasMessageContaining("Binary files");
        assertThat(patch).doesNotExist();
    }

    @Test
    void nameThatWouldNeedQuotesIsRefused() throws IOException {
        Files.writeString(after.resolve("two words.c"), "int a;\n");

        assertThatThrownBy(this::write).isInstanceOf(UserException.class).hasMessageContaining("'two words.c'");
    }

    private void edit() throws IOException {
        Files.writeString(
                after.resolve("drivers/widget.c"),
                StubTree.numbered("widget", 40).replace("line 5\n", "five\r\n").replace("line 40\n", "forty"));
        Files.delete(after.resolve("drivers/gadget.c"));
        Files.writeString(after.resolve("new.sh"), "#!/bin/sh\n");
        executable(after.resolve("new.sh"));
        Files.writeString(after.resolve("empty.h"), "");
        both("run.sh", "#!/bin/sh\n");
        executable(after.resolve("run.sh"));
        Files.write(before.resolve("latin1.c"), "// Andr\u00e9 \n".getBytes(StandardCharsets.ISO_8859_1));
        Files.write(after.resolve("latin1.c"), "// Andr\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));
    }

    private TreeDiff.Summary write() throws IOException {
        var paths = new TreeSet<String>();
        for (var root : new Path[] {before, after}) {
            try (var files = Files.walk(root)) {
                files.filter(Files::isRegularFile)
                        .forEach(file -> paths.add(root.relativize(file).toString()));
            }
        }
        return new TreeDiff(new CommandRunner(), before, after).write(paths, patch);
    }

    private void both(String path, String text) throws IOException {
        for (var root : new Path[] {before, after}) {
            var file = root.resolve(path);
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        }
    }

    private static void executable(Path file) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
