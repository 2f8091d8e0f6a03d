package org.kernelmaven.module;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kernelmaven.UserException;

/** A source folder without a Kbuild file becomes one module, or one a folder. */
class KbuildFileTest {

    private static Map<String, String> make(String name, String... paths) {
        return KbuildFile.make(List.of(paths), new ModuleName(name), "src/main/module");
    }

    /** Content without comments, by path. */
    private static Map<String, String> rules(String name, String... paths) {
        return make(name, paths).entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue()
                        .lines()
                        .filter(line -> !line.startsWith("#"))
                        .collect(Collectors.joining("\n"))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Kbuild", "Makefile"})
    void writtenFileIsUsedAsItIs(String file) {
        assertThat(make("widget", file, "widget.c")).isEmpty();
        assertThat(KbuildFile.written(List.of("widget.c", file))).contains(file);
    }

    @Test
    void kbuildIsPreferredToMakefile() {
        assertThat(KbuildFile.written(List.of("Makefile", "Kbuild"))).contains("Kbuild");
    }

    @Test
    void writtenFileOfAFolderBelowIsNotTheProjects() {
        assertThat(rules("widget", "widget.c", "sub/Kbuild")).containsOnlyKeys("Kbuild");
    }

    @Test
    void oneSourceOfTheModulesNameIsTheModule() {
        assertThat(rules("widget", "widget.c", "widget.h")).isEqualTo(Map.of("Kbuild", "obj-m := widget.o"));
    }

    @Test
    void oneSourceOfAnotherNameIsItsPart() {
        assertThat(rules("widget", "main.c")).isEqualTo(Map.of("Kbuild", "obj-m := widget.o\nwidget-y := main.o"));
    }

    @Test
    void sourcesAtTheTopAndInFoldersAreOneModule() {
        assertThat(rules("widget", "main.c", "hw/regs.c", "hw/fast.S"))
                .isEqualTo(Map.of("Kbuild", "obj-m := widget.o\nwidget-y := hw/fast.o hw/regs.o main.o"));
    }

    @Test
    void foldersWithoutSourcesAtTheTopAreAModuleEach() {
        assertThat(rules("widget", "readme.txt", "gadget/gadget.c", "gizmo/a.c", "gizmo/deep/b.c"))
                .isEqualTo(Map.of(
                        "Kbuild", "obj-m += gadget/\nobj-m += gizmo/",
                        "gadget/Kbuild", "obj-m := gadget.o",
                        "gizmo/Kbuild", "obj-m := gizmo.o\ngizmo-y := a.o deep/b.o"));
    }

    @Test
    void folderWithAKbuildFileOfItsOwnKeepsIt() {
        assertThat(rules("widget", "gadget/gadget.c", "gizmo/Kbuild", "gizmo/a.c"))
                .isEqualTo(Map.of("Kbuild", "obj-m += gadget/\nobj-m += gizmo/", "gadget/Kbuild", "obj-m := gadget.o"));
    }

    @Test
    void orderOfThePathsDoesNotMatter() {
        assertThat(make("widget", "b.c", "a.c")).isEqualTo(make("widget", "a.c", "b.c"));
    }

    @Test
    void madeFileSaysSo() {
        assertThat(make("widget", "widget.c").get("Kbuild")).startsWith("# Made from the sources");
    }

    @Test
    void noSourcesAreSaidWithTheParameter() {
        assertThatThrownBy(() -> make("widget", "widget.h", "notes.txt"))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("There is no source in 'src/main/module'")
                .hasMessageContaining("<sourceDirectory>");
    }

    @Test
    void twoSourcesOfOneObjectAreNamed() {
        assertThatThrownBy(() -> make("widget", "a.c", "a.S"))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("'a.S' and 'a.c' would both become 'a.o'")
                .hasMessageContaining("rename one");
    }

    @Test
    void sourceOfTheModulesNameAmongOthersIsNamedWithTheCure() {
        assertThatThrownBy(() -> make("widget", "widget.c", "hw.c"))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("'widget.c'")
                .hasMessageContaining("all 2 sources would both become 'widget.o'")
                .hasMessageContaining("<moduleName>");
    }

    @Test
    void conflictInAFolderIsNamedByItsPlace() {
        assertThatThrownBy(() -> make("widget", "gadget/gadget.c", "gadget/hw.c"))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("In 'src/main/module/gadget'")
                .hasMessageContaining("'gadget.c'");
    }

    @Test
    void folderWhoseNameIsNoModulesIsNamedByItsPlace() {
        assertThatThrownBy(() -> make("widget", "v1.2/a.c"))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("'v1.2' is no name for a module")
                .hasMessageContaining("src/main/module/v1.2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"two words.c", "hw/a$b.c", "a#b.c", "a:b.c", "a%b.c"})
    void sourceThatMakeCannotTakeIsNamed(String path) {
        assertThatThrownBy(() -> make("widget", "widget_main.c", path))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("'" + path + "'")
                .hasMessageContaining("rename it");
    }
}
