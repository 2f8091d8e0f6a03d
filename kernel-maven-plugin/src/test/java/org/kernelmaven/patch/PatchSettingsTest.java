package org.kernelmaven.patch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kernelmaven.settings.Origin;
import org.kernelmaven.settings.Problems;
import org.kernelmaven.settings.Setting;

class PatchSettingsTest {

    private static final Origin ORIGIN = Origin.parameter("patches");

    @TempDir
    Path directory;

    private final Problems problems = new Problems();

    @Test
    void readsAFileWithAllItMayHave() throws IOException {
        Files.writeString(directory.resolve("fix.patch"), "text");

        var patch = read(patch(
                        text("name", "fix"),
                        text("file", "fix.patch"),
                        text("strip", "0"),
                        group("config", text("WIDGET", "module")),
                        group("features", text("widget", "true"), text("gadget", "false"))))
                .get(0);

        assertThat(problems.found()).isEmpty();
        assertThat(patch.name()).isEqualTo("fix");
        assertThat(patch.file()).contains(new PatchFile.Local(directory.resolve("fix.patch")));
        assertThat(patch.strip()).isZero();
        assertThat(patch.config()).extracting(Setting::name).containsExactly("WIDGET");
        assertThat(patch.features()).containsEntry("widget", true).containsEntry("gadget", false);
    }

    @Test
    void severalUrlsAreMirrors() {
        var patch = read(patch(
                        text("name", "fix"),
                        text("url", "https://example.org/a.patch"),
                        text("url", "https://example.net/a.patch"),
                        text("hash", "sha256:" + "0".repeat(64))))
                .get(0);

        assertThat(problems.found()).isEmpty();
        assertThat(patch.file()).get().isInstanceOfSatisfying(PatchFile.Remote.class, remote -> {
            assertThat(remote.urls())
                    .containsExactly(
                            URI.create("https://example.org/a.patch"), URI.create("https://example.net/a.patch"));
            assertThat(remote.hash()).isPresent();
        });
    }

    @Test
    void aPatchMayBringConfigOnly() {
        var patch = read(patch(text("name", "kgdb"), group("config", text("KGDB", "yes"))))
                .get(0);

        assertThat(problems.found()).isEmpty();
        assertThat(patch.file()).isEmpty();
        assertThat(patch.strip()).isEqualTo(1);
    }

    @Test
    void everyMistakeIsReportedAtOnce() {
        read(
                patch(text("name", "a"), text("fille", "x.patch")),
                patch(text("name", "a"), text("file", "missing.patch")),
                patch(text("name", "b"), text("file", "x"), text("url", "https://example.org/x")),
                patch(text("name", "c"), text("strip", "many"), text("hash", "sha256:" + "0".repeat(64))),
                patch(text("name", "d"), text("url", "not a url")),
                patch(text("name", "e"), group("features", text("f", "ture"))),
                patch(text("name", "g"), text("config", "KGDB=y")),
                patch(text("file", "x")));

        assertThat(problems.found())
                .anySatisfy(problem -> assertThat(problem).contains("'fille'").contains("Did you mean 'file'?"))
                .anySatisfy(problem -> assertThat(problem).contains("two patches are named 'a'"))
                .anySatisfy(
                        problem -> assertThat(problem).contains("no such file").contains("missing.patch"))
                .anySatisfy(problem -> assertThat(problem).contains("<file> and <url> exclude each other"))
                .anySatisfy(problem -> assertThat(problem).contains("'many' is not a whole number"))
                .anySatisfy(problem -> assertThat(problem).contains("<hash> goes with a <url>"))
                .anySatisfy(problem -> assertThat(problem).contains("'not a url' is not a URL"))
                .anySatisfy(problem -> assertThat(problem).contains("'ture'").contains("true or false"))
                .anySatisfy(problem -> assertThat(problem).contains("found the text 'KGDB=y'"))
                .anySatisfy(problem -> assertThat(problem).contains("without a <name>"));
    }

    @Test
    void anUnknownElementInPatchesIsNamed() {
        PatchSettings.read(group("patches", group("patsh", text("name", "a"))), directory, problems);

        assertThat(problems.found())
                .singleElement()
                .asString()
                .contains("'patsh'")
                .contains("'patch'");
    }

    @Test
    void readsAQuiltSeries() throws IOException {
        series("# first things first\nfix.patch\n\nsub/old.patch -p0  # as quilt says\nab.patch -pab\n");

        var patch = read(patch(text("name", "series"), text("directory", "patches")))
                .get(0);

        assertThat(problems.found()).isEmpty();
        assertThat(patch.file()).get().isInstanceOfSatisfying(PatchFile.Quilt.class, quilt -> {
            assertThat(quilt.entries())
                    .extracting(PatchFile.Quilt.Entry::name)
                    .containsExactly("fix.patch", "sub/old.patch", "ab.patch");
            assertThat(quilt.entries())
                    .extracting(entry -> entry.strip().orElse(-1))
                    .containsExactly(-1, 0, 1);
        });
    }

    @Test
    void mistakesInASeriesNameFileAndLine() throws IOException {
        series("fix.patch\nmissing.patch\n../../etc/passwd\nfix.patch\nab.patch -R\n");

        read(patch(text("name", "series"), text("directory", "patches")));

        var file = directory.resolve("patches/series");
        assertThat(problems.found())
                .anySatisfy(problem ->
                        assertThat(problem).contains("'" + file + "' line 2").contains("no such file"))
                .anySatisfy(problem -> assertThat(problem).contains("line 3").contains("outside the directory"))
                .anySatisfy(problem -> assertThat(problem).contains("line 4").contains("twice"))
                .anySatisfy(problem -> assertThat(problem).contains("line 5").contains("'-R'"));
    }

    @Test
    void aDirectoryWithoutASeriesIsAMistake() throws IOException {
        Files.createDirectories(directory.resolve("patches"));

        read(patch(text("name", "series"), text("directory", "patches")));

        assertThat(problems.found()).singleElement().asString().contains("has no 'series' file");
    }

    private void series(String text) throws IOException {
        var patches = directory.resolve("patches");
        Files.createDirectories(patches.resolve("sub"));
        for (var name : List.of("fix.patch", "sub/old.patch", "ab.patch")) {
            Files.writeString(patches.resolve(name), "text");
        }
        Files.writeString(patches.resolve("series"), text);
    }

    private List<Patch> read(Setting... patches) {
        return PatchSettings.read(group("patches", patches), directory, problems);
    }

    private static Setting patch(Setting... children) {
        return group("patch", children);
    }

    private static Setting group(String name, Setting... children) {
        return Setting.group(name, List.of(children), ORIGIN.child(name));
    }

    private static Setting text(String name, String text) {
        return Setting.text(name, text, ORIGIN.child(name));
    }
}
