package org.kernelmaven.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kernelmaven.UserException;
import org.kernelmaven.store.Kind;
import org.kernelmaven.store.Store;
import org.kernelmaven.store.Trees;

class ViewTest {

    private static final String WIDGET = "drivers/widget.c";

    @TempDir
    Path directory;

    private StubTree tree;
    private LoadedPatch widget;
    private LoadedPatch gadget;

    @BeforeEach
    void prepare() throws IOException {
        tree = new StubTree(directory);
        widget = tree.change(
                "widget", Map.of(WIDGET, StubTree.numbered("widget", 40).replace("widget line 7\n", "better\n")));
        gadget = tree.change("gadget", Map.of("drivers/gadget.c", "gone\n"));
    }

    @Test
    void aNewViewIsMadeOfHardLinks() throws IOException {
        var result = tree.update();

        assertThat(StubTree.contents(tree.view())).isEqualTo(StubTree.contents(tree.pristineDirectory()));
        assertThat(inode(tree.view(), WIDGET)).isEqualTo(inode(tree.pristineDirectory(), WIDGET));
        assertThat(result.changedFiles()).isEqualTo(8);
        assertThat(result.directory()).isEqualTo(tree.view());
    }

    @Test
    void ofATreeThatIsNotAsItWasMadeThereIsNoView() throws IOException {
        var sound = tree.pristine();
        var stored = stored("damaged");
        Files.delete(stored.directory().resolve("drivers/gadget.c"));

        assertThatThrownBy(() -> tree.update(stored, widget))
                .isInstanceOf(DamagedTreeException.class)
                .hasMessage("'" + stored.directory() + "' in the store is not as it was made. Run 'mvn kernel:store"
                        + " -Dkernel.store.repair', then this again; where that does not help, the disk is damaged.");
        assertThat(tree.view()).isEmptyDirectory();

        assertThatThrownBy(() -> tree.update(stored, gadget))
                .as("which cannot be applied")
                .isInstanceOf(DamagedTreeException.class)
                .hasCauseInstanceOf(UserException.class);
        assertThat(tree.view()).isEmptyDirectory();

        tree.update(sound, widget);
        var before = tree.stamps();
        assertThatThrownBy(() -> tree.update(stored, widget)).isInstanceOf(DamagedTreeException.class);
        assertThat(tree.stamps()).as("it stays as it is").isEqualTo(before);

        tree.update(stored("whole"));
        assertThat(StubTree.contents(tree.view())).isEqualTo(StubTree.contents(tree.pristineDirectory()));
    }

    @Test
    void aTreeThatIsRemovedWhileItIsLinkedGivesNoView() throws IOException {
        var store = new Store(directory.resolve("store/downloads"), directory.resolve("store/trees"));
        var stored = stored("removed");
        var removing = new View(tree.view(), tree.state(), StubTree.HOST, Map.of(), (link, existing) -> {
            store.remove(Kind.TREE, "removed");
            throw new NoSuchFileException(existing.toString());
        });

        assertThatThrownBy(() -> removing.update(stored, List.of()))
                .isInstanceOf(DamagedTreeException.class)
                .hasCauseInstanceOf(NoSuchFileException.class);
        assertThat(tree.view()).isEmptyDirectory();

        assertThatThrownBy(() -> tree.update(stored)).as("removed before").isInstanceOf(DamagedTreeException.class);
    }

    @Test
    void whatFailsInTheViewIsNotTheTreesFault() throws IOException {
        var stored = stored("sound");
        var full = new View(tree.view(), tree.state(), StubTree.HOST, Map.of(), (link, existing) -> {
            if (existing.endsWith(WIDGET)) {
                throw new NoSuchFileException(link.toString());
            }
            Files.createLink(link, existing);
        });

        assertThatThrownBy(() -> full.update(stored, List.of())).isInstanceOf(NoSuchFileException.class);

        tree.update(stored);
        assertThat(StubTree.contents(tree.view())).isEqualTo(StubTree.contents(tree.pristineDirectory()));
        assertThat(inode(tree.view(), WIDGET)).isEqualTo(inode(stored.directory(), WIDGET));
    }

    @Test
    void aNewViewHasWhatItsSeriesMakesOfTheTree() throws IOException {
        Files.createDirectory(tree.pristineDirectory().resolve("empty"));
        var moved = tree.patch(
                "moved",
                """
                --- a/arch/x86/Kconfig
                +++ /dev/null
                @@ -1,2 +0,0 @@
                -config X86
                -\tdef_bool y
                --- /dev/null
                +++ b/arch/arm64/Kconfig
                @@ -0,0 +1 @@
                +config ARM64
                """);

        var result = tree.update(widget, moved);

        assertThat(result.changedFiles()).as("all, less one, and one").isEqualTo(8);
        assertThat(tree.view().resolve("arch/arm64/Kconfig")).hasContent("config ARM64\n");
        assertThat(tree.view().resolve("arch/x86")).doesNotExist();
        assertThat(tree.view().resolve("empty")).isEmptyDirectory();
        assertThat(Files.getLastModifiedTime(tree.view().resolve(WIDGET)).toInstant())
                .isAfter(Instant.now().minusSeconds(60));
    }

    @Test
    void aViewMayBeALinkToAFolder() throws IOException {
        var elsewhere = Files.createDirectories(directory.resolve("elsewhere"));
        Files.createDirectories(tree.view().getParent());
        Files.createSymbolicLink(tree.view(), elsewhere);

        tree.update();
        tree.update(tree.pristine("pristine-2"));

        assertThat(StubTree.contents(elsewhere)).isEqualTo(StubTree.contents(tree.pristineDirectory()));
    }

    /** A copy of the pristine tree, in a store. */
    private Pristine stored(String key) throws IOException {
        var store = new Store(directory.resolve("store/downloads"), directory.resolve("store/trees"));
        var made = store.getOrMake(
                Kind.TREE,
                key,
                temporary -> StubTree.run(
                        directory, "cp", "-a", tree.pristineDirectory().toString(), temporary.toString()));
        return new Pristine(made, key, false);
    }

    @Test
    void whatIsNoFileGivesWay() throws IOException {
        tree.update();
        Files.delete(tree.view().resolve(WIDGET));
        Files.createDirectories(tree.view().resolve(WIDGET).resolve("in the way"));
        Files.delete(tree.view().resolve("Makefile"));
        Files.createSymbolicLink(tree.view().resolve("Makefile"), Path.of("elsewhere"));

        tree.update(tree.pristine("pristine-2"));

        assertThat(StubTree.contents(tree.view())).isEqualTo(StubTree.contents(tree.pristineDirectory()));
    }

    @Test
    void aLinkWhereAFolderBelongsIsNotFollowed() throws IOException {
        tree.update();
        var elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
        Trees.delete(tree.view().resolve("drivers"));
        Files.createSymbolicLink(tree.view().resolve("drivers"), elsewhere);

        tree.update(tree.pristine("pristine-2"));

        assertThat(StubTree.contents(tree.view())).isEqualTo(StubTree.contents(tree.pristineDirectory()));
        assertThat(elsewhere).isEmptyDirectory();
    }

    @Test
    void aFileThatASeriesLeavesWhereFilesAreIsInNobodysWay() throws IOException {
        var odd = tree.patch("odd", "--- /dev/null\n+++ b/drivers\n@@ -0,0 +1 @@\n+a file\n");

        for (var series : List.of(new LoadedPatch[] {odd}, new LoadedPatch[0], new LoadedPatch[] {odd})) {
            tree.update(series);
            assertThat(StubTree.contents(tree.view())).isEqualTo(StubTree.contents(tree.pristineDirectory()));
        }
        tree.update(tree.pristine("pristine-2"), odd);
        assertThat(StubTree.contents(tree.view())).isEqualTo(StubTree.contents(tree.pristineDirectory()));
    }

    @Test
    void aFileThatGaveWayToAFolderComesBack() throws IOException {
        var odd = tree.patch("odd", "--- /dev/null\n+++ b/Makefile/x\n@@ -0,0 +1 @@\n+a file\n");

        tree.update();
        tree.update(odd);
        assertThat(tree.view().resolve("Makefile/x")).exists();
        tree.update();

        assertThat(StubTree.contents(tree.view())).isEqualTo(StubTree.contents(tree.pristineDirectory()));
    }

    @Test
    void patchingLeavesThePristineTreeAlone() throws IOException {
        var before = StubTree.contents(tree.pristineDirectory());

        tree.update(widget, gadget);

        assertThat(StubTree.contents(tree.pristineDirectory())).isEqualTo(before);
        assertThat(Files.readString(tree.view().resolve(WIDGET))).contains("better\n");
        assertThat(inode(tree.view(), WIDGET)).isNotEqualTo(inode(tree.pristineDirectory(), WIDGET));
    }

    @Test
    void aSecondUpdateChangesNothing() throws IOException {
        tree.update(widget);
        var stamps = tree.stamps();

        var result = tree.update(widget);

        assertThat(result.changedFiles()).isZero();
        assertThat(tree.stamps()).isEqualTo(stamps);
    }

    @Test
    void aChangedSeriesReplacesOnlyWhatItTouches() throws IOException {
        tree.update(widget);
        var before = tree.stamps();

        var result = tree.update(widget, gadget);

        assertThat(result.changedFiles()).isEqualTo(1);
        assertThat(differing(before, tree.stamps())).containsExactly("drivers/gadget.c");
    }

    @Test
    void aPatchSplitInTwoLeavesTheFileAsItIs() throws IOException {
        tree.update(widget);
        var before = tree.stamps();
        var lines = Files.readString(tree.view().resolve(WIDGET));
        var half = StubTree.numbered("widget", 40).replace("widget line 7\n", "half\n");
        var first = tree.change("first", Map.of(WIDGET, half));
        tree.write(WIDGET, half);
        var second = tree.change("second", Map.of(WIDGET, lines));
        tree.write(WIDGET, StubTree.numbered("widget", 40));

        var result = tree.update(first, second);

        assertThat(result.changedFiles()).isZero();
        assertThat(tree.stamps()).isEqualTo(before);
    }

    @Test
    void aRemovedPatchGivesItsFileBackWithAFreshTime() throws IOException {
        tree.update(widget);
        var start = Instant.now().minusSeconds(1);

        tree.update();

        assertThat(StubTree.contents(tree.view())).isEqualTo(StubTree.contents(tree.pristineDirectory()));
        assertThat(Files.getLastModifiedTime(tree.view().resolve(WIDGET)).toInstant())
                .isAfter(start);
        assertThat(Files.getLastModifiedTime(tree.pristineDirectory().resolve(WIDGET))
                        .toInstant())
                .isEqualTo(StubTree.OLD);
    }

    @Test
    void aFileThatAPatchRemovedComesBackWithAFreshTime() throws IOException {
        tree.update();
        tree.update(tree.patch("remove", "--- a/include/widget.h\n+++ /dev/null\n@@ -1 +0,0 @@\n-#define WIDGET 1\n"));
        assertThat(tree.view().resolve("include/widget.h")).doesNotExist();
        var start = Instant.now().minusSeconds(1);

        tree.update();

        assertThat(Files.getLastModifiedTime(tree.view().resolve("include/widget.h"))
                        .toInstant())
                .isAfter(start);
    }

    @Test
    void aFailingPatchLeavesTheViewAsItWas() throws IOException {
        tree.update(widget);
        var before = tree.stamps();
        var broken =
                tree.patch("broken", "--- a/Makefile\n+++ b/Makefile\n@@ -1,2 +1,2 @@\n-NO = 6\n+V = 7\n PATCH = 1\n");

        assertThatThrownBy(() -> tree.update(gadget, broken)).isInstanceOf(UserException.class);

        assertThat(tree.stamps()).isEqualTo(before);
        assertThat(tree.update(widget).changedFiles()).isZero();
    }

    @Test
    void aFileOfATreeThatWasMadeAgainIsMendedAndFresh() throws IOException {
        tree.update(gadget);
        // The view's file is the damaged one of the first tree; the same bytes of all else are of no concern to make.
        var mended = Files.readString(tree.pristineDirectory().resolve(WIDGET));
        var time = Files.getLastModifiedTime(tree.pristineDirectory().resolve(WIDGET));
        var damaged = tree.view().resolve(WIDGET);
        Files.delete(damaged);
        Files.writeString(damaged, "W" + mended.substring(1));
        Files.setLastModifiedTime(damaged, time);
        Files.setLastModifiedTime(
                tree.pristineDirectory(), FileTime.from(Instant.now().plusSeconds(1)));
        var before = tree.stamps();

        tree.update(gadget);

        assertThat(differing(before, tree.stamps())).containsExactly(WIDGET);
        assertThat(damaged).hasContent(mended);
        assertThat(Files.getLastModifiedTime(damaged)).isGreaterThan(time);
    }

    @Test
    void aKilledUpdateIsRepaired() throws IOException {
        var result = tree.update(widget);
        // As a kill in the middle leaves it: the state says so, one file is new, one temporary file is left.
        ViewState.of(false, true, "pristine-1", 0, "other", Map.of(), List.of())
                .write(tree.state().resolve("view.json"));
        Files.delete(tree.view().resolve("drivers/gadget.c"));
        Files.writeString(tree.view().resolve("drivers/gadget.c"), "half a series\n");
        Files.writeString(tree.view().resolve("drivers/.kernel-maven-1.tmp"), "half a file");
        var before = tree.stamps();

        var repaired = tree.update(widget);

        assertThat(repaired.key()).isEqualTo(result.key());
        assertThat(differing(before, tree.stamps())).containsExactly("drivers/.kernel-maven-1.tmp", "drivers/gadget.c");
        assertThat(Files.readString(tree.view().resolve("drivers/gadget.c")))
                .isEqualTo(StubTree.numbered("gadget", 40));
    }

    @Test
    void aPatchedFileThatWasEditedInTheViewIsMadeAnew() throws IOException {
        tree.update(widget);
        Files.writeString(tree.view().resolve(WIDGET), "edited\n");

        tree.update(widget);

        assertThat(Files.readString(tree.view().resolve(WIDGET))).contains("better\n");
    }

    @Test
    void anotherPristineTreeReplacesOnlyFilesThatDiffer() throws IOException {
        tree.update(widget);
        var before = tree.stamps();
        tree.write("include/widget.h", "#define WIDGET 2\n");
        tree.write("include/new.h", "#define NEW\n");
        Files.delete(tree.pristineDirectory().resolve("arch/x86/Kconfig"));
        var copy = tree.pristineDirectory().resolve("Makefile");
        tree.write("Makefile", Files.readString(copy));

        tree.update(tree.pristine("pristine-2"), widget);

        assertThat(differing(before, tree.stamps()))
                .containsExactly("arch/x86/Kconfig", "include/new.h", "include/widget.h");
        assertThat(Files.getLastModifiedTime(tree.view().resolve("include/widget.h"))
                        .toInstant())
                .isAfter(StubTree.OLD);
        assertThat(tree.view().resolve("arch")).doesNotExist();
    }

    @Test
    void theBuildDirectoryIsLeftAlone() throws IOException {
        tree.update(widget);
        var object = tree.view().resolve("build/drivers/widget.o");
        Files.createDirectories(object.getParent());
        Files.writeString(object, "object");
        Files.setLastModifiedTime(object, FileTime.from(StubTree.OLD));

        tree.update(tree.pristine("pristine-2"));
        Files.delete(tree.state().resolve("view.json"));
        tree.update(tree.pristine("pristine-3"), gadget);

        assertThat(object).hasContent("object");
        assertThat(Files.getLastModifiedTime(object).toInstant()).isEqualTo(StubTree.OLD);
    }

    @Test
    void aLostStateIsMadeAnewWithoutTouchingWhatIsRight() throws IOException {
        tree.update(widget);
        var before = tree.stamps();
        Files.writeString(tree.state().resolve("view.json"), "{ damaged");

        assertThat(tree.update(widget).changedFiles()).isZero();
        assertThat(tree.stamps()).isEqualTo(before);
    }

    @Test
    void aDirectoryMayTakeAFilesPlaceAndBack() throws IOException {
        tree.update();
        Files.delete(tree.pristineDirectory().resolve("include/widget.h"));
        tree.write("include/widget.h/inner.h", "inner\n".repeat(2));
        tree.update(tree.pristine("pristine-2"));
        assertThat(tree.view().resolve("include/widget.h/inner.h")).exists();
        Files.delete(tree.pristineDirectory().resolve("include/widget.h/inner.h"));
        Files.delete(tree.pristineDirectory().resolve("include/widget.h"));
        tree.write("include/widget.h", "again\n");

        tree.update(tree.pristine("pristine-3"));

        assertThat(tree.view().resolve("include/widget.h")).hasContent("again");
    }

    @Test
    void aModeAloneIsAChange() throws IOException {
        tree.update();

        tree.update(tree.patch("mode", "diff --git a/Makefile b/Makefile\nold mode 100644\nnew mode 100755\n"));

        assertThat(tree.view().resolve("Makefile")).isExecutable();
        assertThat(tree.pristineDirectory().resolve("Makefile").toFile().canExecute())
                .isFalse();
    }

    @Test
    void whereLinksAreRefusedFilesAreCopiedWithTheirTimes() throws IOException {
        var copied = new View(tree.view(), tree.state(), StubTree.HOST, Map.of(), (link, existing) -> {
            throw new FileSystemException(link.toString(), existing.toString(), "Invalid cross-device link");
        });

        copied.update(tree.pristine(), List.of(widget));
        var before = tree.stamps();
        copied.update(tree.pristine(), List.of(gadget));

        assertThat(inode(tree.view(), "Makefile")).isNotEqualTo(inode(tree.pristineDirectory(), "Makefile"));
        assertThat(tree.view().resolve("scripts/run.sh")).isExecutable();
        assertThat(Files.getLastModifiedTime(tree.view().resolve("Makefile")).toInstant())
                .isEqualTo(StubTree.OLD);
        assertThat(differing(before, tree.stamps())).containsExactly("drivers/gadget.c", WIDGET);
    }

    @Test
    void aFirstUpdateThatWasKilledGoesOnWithLinks() throws IOException {
        tree.update(widget);
        ViewState.of(false, false, "pristine-1", 0, "any", Map.of(), List.of())
                .write(tree.state().resolve("view.json"));
        Files.delete(tree.view().resolve("Makefile"));

        assertThat(tree.update(widget).changedFiles()).isEqualTo(1);
        assertThat(inode(tree.view(), "Makefile")).isEqualTo(inode(tree.pristineDirectory(), "Makefile"));
    }

    private static Object inode(Path root, String path) throws IOException {
        return String.valueOf(
                TreeFile.at(root.resolve(path)).orElseThrow().attributes().fileKey());
    }

    private static List<String> differing(Map<String, String> before, Map<String, String> after) {
        var names = new TreeMap<>(before);
        names.putAll(after);
        return names.keySet().stream()
                .filter(name -> !java.util.Objects.equals(before.get(name), after.get(name)))
                .toList();
    }
}
