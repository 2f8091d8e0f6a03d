package org.kernelmaven.module;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kernelmaven.UserException;

/** The mirror holds the sources and what make made of them, and make sees by times what changed. */
class SourceMirrorTest {

    private static final FileTime OLD = FileTime.from(Instant.parse("2001-01-01T00:00:00Z"));

    @TempDir
    Path directory;

    private Path sources;
    private Path mirror;

    @BeforeEach
    void folders() throws IOException {
        sources = Files.createDirectories(directory.resolve("sources"));
        mirror = directory.resolve("mirror");
    }

    private void source(String path, String content) throws IOException {
        var file = sources.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
        Files.setLastModifiedTime(file, OLD);
    }

    private void update() throws IOException {
        update(Map.of());
    }

    private void update(Map<String, String> made) throws IOException {
        new SourceMirror(mirror).update(SourceMirror.list(sources), made);
    }

    private FileTime age(String path) throws IOException {
        Files.setLastModifiedTime(mirror.resolve(path), OLD);
        return OLD;
    }

    private FileTime time(String path) throws IOException {
        return Files.getLastModifiedTime(mirror.resolve(path));
    }

    @Test
    void changedFileIsCopiedWithATimeThatMakeTakesForNew() throws IOException {
        source("a.c", "one");
        update();
        age("a.c");
        source("a.c", "two");

        update();

        assertThat(mirror.resolve("a.c")).content().isEqualTo("two");
        assertThat(time("a.c")).isGreaterThan(OLD);
    }

    @Test
    void fileOfTheSameContentKeepsItsTime() throws IOException {
        source("a.c", "one");
        update();
        age("a.c");
        Files.setLastModifiedTime(sources.resolve("a.c"), FileTime.from(Instant.now()));

        update();

        assertThat(time("a.c")).isEqualTo(OLD);
    }

    @Test
    void olderFileThatComesBackIsNewToMake() throws IOException {
        source("a.c", "one");
        update();
        source("a.c", "two");
        update();
        age("a.c");
        source("a.c", "one");

        update();

        assertThat(mirror.resolve("a.c")).content().isEqualTo("one");
        assertThat(time("a.c")).isGreaterThan(OLD);
    }

    @Test
    void addedFileInAFolderIsMirrored() throws IOException {
        source("a.c", "one");
        update();
        source("deep/er/b.h", "two");

        update();

        assertThat(mirror.resolve("deep/er/b.h")).content().isEqualTo("two");
    }

    @Test
    void removedFileGoesAndWhatMakeMadeStays() throws IOException {
        source("a.c", "one");
        source("b.c", "two");
        update();
        Files.writeString(mirror.resolve("a.o"), "object");
        Files.delete(sources.resolve("b.c"));

        update();

        assertThat(mirror.resolve("b.c")).doesNotExist();
        assertThat(mirror.resolve("a.o")).exists();
    }

    @Test
    void folderThatBecomesAFileIsOne() throws IOException {
        source("x/a.h", "one");
        update();
        Files.writeString(mirror.resolve("x/a.o"), "object");
        Files.delete(sources.resolve("x/a.h"));
        Files.delete(sources.resolve("x"));
        source("x", "two");

        update();

        assertThat(mirror.resolve("x")).isRegularFile().content().isEqualTo("two");
    }

    @Test
    void fileThatBecomesAFolderIsOne() throws IOException {
        source("x", "one");
        update();
        Files.delete(sources.resolve("x"));
        source("x/y/a.h", "two");

        update();

        assertThat(mirror.resolve("x/y/a.h")).content().isEqualTo("two");
    }

    @Test
    void fileOfMakeWhereAFolderBelongsGivesWay() throws IOException {
        source("a.c", "one");
        update();
        Files.writeString(mirror.resolve("x"), "made by a Makefile");
        source("x/a.h", "two");

        update();

        assertThat(mirror.resolve("x/a.h")).content().isEqualTo("two");
    }

    @Test
    void linkInTheMirrorIsReplacedAndNotFollowed() throws IOException {
        // The same content: to a mirror that followed the link, the file would be up to date.
        source("a.c", "one");
        Files.createDirectories(mirror);
        var outside = Files.writeString(directory.resolve("outside"), "one");
        Files.createSymbolicLink(mirror.resolve("a.c"), outside);
        Files.createSymbolicLink(mirror.resolve("Kbuild"), outside);

        update(Map.of("Kbuild", "one"));

        assertThat(Files.isSymbolicLink(mirror.resolve("a.c"))).isFalse();
        assertThat(Files.isSymbolicLink(mirror.resolve("Kbuild"))).isFalse();

        source("a.c", "two");
        update(Map.of("Kbuild", "two"));

        assertThat(mirror.resolve("a.c")).content().isEqualTo("two");
        assertThat(mirror.resolve("Kbuild")).content().isEqualTo("two");
        assertThat(outside).content().isEqualTo("one");
    }

    @Test
    void linkAmongTheSourcesIsMirroredAsWhatItLeadsTo() throws IOException {
        Files.writeString(directory.resolve("shared.h"), "shared");
        Files.createSymbolicLink(sources.resolve("shared.h"), Path.of("../shared.h"));

        update();

        assertThat(Files.isSymbolicLink(mirror.resolve("shared.h"))).isFalse();
        assertThat(mirror.resolve("shared.h")).content().isEqualTo("shared");
    }

    @Test
    void linkThatLeadsToItsOwnFolderIsNoEndlessTree() throws IOException {
        source("a.c", "one");
        Files.createSymbolicLink(sources.resolve("again"), Path.of("."));

        update();

        assertThat(mirror.resolve("a.c")).exists();
        assertThat(mirror.resolve("again/a.c")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a.o",
                "a.ko",
                "a.mod",
                "a.mod.c",
                ".a.o.cmd",
                ".a.o.d",
                "Module.symvers",
                "modules.order",
                "built-in.a",
                "a.c.orig",
                "a.c.rej"
            })
    void leftoverOfABuildByHandIsNotMirrored(String name) throws IOException {
        source("a.c", "one");
        source(name, "left");

        update();

        assertThat(mirror.resolve(name)).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Kbuild", "Makefile", "a.h", "a.S", "firmware.bin", "tables.inc", ".config-extra"})
    void whateverElseIsThereIsMirrored(String name) throws IOException {
        source(name, "content");

        update();

        assertThat(mirror.resolve(name)).content().isEqualTo("content");
    }

    @Test
    void hiddenFolderIsNotMirrored() throws IOException {
        source("a.c", "one");
        source(".git/config", "private");

        update();

        assertThat(mirror.resolve(".git")).doesNotExist();
    }

    @Test
    void hiddenFolderThatTheSourcesThemselvesLieInIsNoReasonToSkipThem() throws IOException {
        sources = Files.createDirectories(directory.resolve(".hidden"));
        source("a.c", "one");

        assertThat(SourceMirror.list(sources)).containsOnlyKeys("a.c");
    }

    @Test
    void madeFileIsWrittenOnceAndGoesWhenItIsNoLongerMade() throws IOException {
        source("a.c", "one");
        update(Map.of("Kbuild", "obj-m := a.o\n"));
        age("Kbuild");
        update(Map.of("Kbuild", "obj-m := a.o\n"));
        assertThat(time("Kbuild")).isEqualTo(OLD);

        update();

        assertThat(mirror.resolve("Kbuild")).doesNotExist();
    }

    @Test
    void madeFileGivesWayToOneThatTheAuthorWrites() throws IOException {
        source("a.c", "one");
        update(Map.of("Kbuild", "made"));
        source("Kbuild", "written");

        update();

        assertThat(mirror.resolve("Kbuild")).content().isEqualTo("written");
    }

    @Test
    void nothingTemporaryStays() throws IOException {
        source("a.c", "one");
        source("x/b.c", "two");

        update(Map.of("Kbuild", "obj-m := a.o\n"));

        try (var files = Files.walk(mirror)) {
            var names = new TreeSet<String>();
            files.filter(Files::isRegularFile)
                    .forEach(file -> names.add(mirror.relativize(file).toString()));
            assertThat(names).containsExactlyInAnyOrder(".kernel-maven-sources", "Kbuild", "a.c", "x/b.c");
        }
    }

    @Test
    void folderThatIsNoModulesIsRefusedWithTheParameter() throws IOException {
        source("a.c", "one");
        source("b.c", "two");
        source("c.c", "three");

        assertThatThrownBy(() -> SourceMirror.list(sources, 2))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("'" + sources + "' holds more than 2 files")
                .hasMessageContaining("<sourceDirectory>");
    }
}
