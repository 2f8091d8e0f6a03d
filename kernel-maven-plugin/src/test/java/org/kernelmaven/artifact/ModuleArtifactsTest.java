package org.kernelmaven.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kernelmaven.UserException;
import org.kernelmaven.archive.HostileArchiveException;
import org.kernelmaven.tool.Command;
import org.kernelmaven.tool.CommandRunner;

/** Module archives, as GNU tar sees them. */
class ModuleArtifactsTest {

    private static final String RELEASE = "6.1.55";
    private static final String UPDATES = "lib/modules/6.1.55/updates";

    private final Path directory;
    private final ModuleArtifacts artifacts = new ModuleArtifacts(Instant.parse("2026-01-01T00:00:00Z"));
    private final Path archive;

    ModuleArtifactsTest(@TempDir Path directory) {
        this.directory = directory;
        this.archive = directory.resolve("widget.tar.zst");
    }

    private Path folder(String... files) throws IOException {
        var folder = directory.resolve("folder");
        for (var file : files) {
            Files.createDirectories(folder.resolve(file).getParent());
            Files.writeString(folder.resolve(file), "content of " + file);
        }
        return folder;
    }

    private List<String> tar(String... argv) throws IOException {
        var result = new CommandRunner().run(Command.of(directory, "tar").plus(Arrays.asList(argv)));
        assertThat(result.succeeded()).as(result.output()).isTrue();
        return result.output().lines().toList();
    }

    @Test
    void binariesHaveNoEntryAboveUpdates() throws IOException {
        artifacts.packBinaries(folder(UPDATES + "/widget.ko", UPDATES + "/gadget.ko"), RELEASE, archive);

        assertThat(tar("--zstd", "-tf", archive.toString()))
                .containsExactly(UPDATES + "/", UPDATES + "/gadget.ko", UPDATES + "/widget.ko");
    }

    @Test
    void binariesInstalledOnAMergedSystemLeaveItsLink() throws IOException {
        artifacts.packBinaries(folder(UPDATES + "/widget.ko"), RELEASE, archive);
        var root = directory.resolve("root");
        Files.createDirectories(root.resolve("usr/" + UPDATES).getParent());
        Files.createSymbolicLink(root.resolve("lib"), Path.of("usr/lib"));
        Files.writeString(root.resolve("usr/lib/modules/6.1.55/modules.dep"), "kept");

        tar("--zstd", "-C", root.toString(), "-xf", archive.toString());

        assertThat(root.resolve("lib")).isSymbolicLink();
        assertThat(root.resolve("usr/" + UPDATES + "/widget.ko")).hasContent("content of " + UPDATES + "/widget.ko");
        assertThat(root.resolve("usr/lib/modules/6.1.55/modules.dep")).hasContent("kept");
    }

    @Test
    void entriesBelongToRootAndHaveTheProjectsTime() throws IOException {
        artifacts.packBinaries(folder(UPDATES + "/widget.ko"), RELEASE, archive);

        assertThat(tar("--zstd", "--utc", "--numeric-owner", "-tvf", archive.toString()))
                .allMatch(line -> line.contains(" 0/0 ") && line.contains("2026-01-01 00:00"))
                .anyMatch(line -> line.startsWith("-rw-r--r--") && line.endsWith("widget.ko"));
    }

    @Test
    void mainArtifactIsOneDirectory() throws IOException {
        artifacts.pack(folder("module.json", "include/widget.h", "src/widget.c"), "widget-1.0", archive);

        assertThat(tar("--zstd", "-tf", archive.toString()))
                .allMatch(name -> name.startsWith("widget-1.0/"))
                .contains("widget-1.0/module.json", "widget-1.0/include/widget.h", "widget-1.0/src/widget.c");
    }

    @Test
    void archiveIsOpenedWithoutItsDirectory() throws IOException {
        artifacts.pack(folder("module.json"), "widget-1.0", archive);

        var opened = ModuleArtifacts.open(archive, directory.resolve("opened"));

        assertThat(opened.resolve("module.json")).hasContent("content of module.json");
    }

    @Test
    void binariesAreOpenedAsTheyWouldBeInstalled() throws IOException {
        artifacts.packBinaries(folder(UPDATES + "/widget.ko"), RELEASE, archive);

        var opened = ModuleArtifacts.openBinaries(archive, directory.resolve("opened"));

        assertThat(opened.resolve(ModuleArtifacts.installDirectory(RELEASE)).resolve("widget.ko"))
                .exists();
    }

    @Test
    void directoryOfAReactorIsOpenedAsALink() throws IOException {
        var folder = folder("module.json");

        var opened = ModuleArtifacts.open(folder, directory.resolve("opened"));

        assertThat(opened).isSymbolicLink();
        assertThat(opened.toRealPath()).isEqualTo(folder.toRealPath());
    }

    @Test
    void archiveTakesThePlaceOfALinkAndNotOfWhatItLeadsTo() throws IOException {
        artifacts.pack(folder("module.json"), "widget-1.0", archive);
        ModuleArtifacts.open(directory.resolve("folder"), directory.resolve("opened"));

        ModuleArtifacts.open(archive, directory.resolve("opened"));

        assertThat(Files.isSymbolicLink(directory.resolve("opened"))).isFalse();
        assertThat(directory.resolve("folder/module.json")).exists();
    }

    @Test
    void linkInTheSourcesThatLeavesThemIsRefusedWhenOpened() throws IOException {
        var folder = folder("module.json");
        Files.createSymbolicLink(folder.resolve("evil"), Path.of("/etc/passwd"));
        tar("--zstd", "-cf", archive.toString(), "folder");

        assertThatThrownBy(() -> ModuleArtifacts.open(archive, directory.resolve("opened")))
                .isInstanceOf(HostileArchiveException.class)
                .hasMessageContaining("'" + archive + "'")
                .hasMessageContaining("evil");
        assertThat(Files.exists(directory.resolve("opened"), LinkOption.NOFOLLOW_LINKS))
                .isFalse();
        assertThat(directory.resolve(".opened.tmp")).doesNotExist();
    }

    @Test
    void damagedArchiveIsNamedWithTheCure() throws IOException {
        Files.writeString(archive, "damaged");

        assertThatThrownBy(() -> ModuleArtifacts.open(archive, directory.resolve("opened")))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("'" + archive + "'")
                .hasMessageContaining("Delete it");
    }

    @Test
    void sameFoldersGiveTheSameBytes() throws IOException {
        artifacts.pack(folder("b", "a", "c/d"), "widget-1.0", archive);
        var bytes = Files.readAllBytes(archive);
        var again = directory.resolve("again/elsewhere");
        Files.createDirectories(again.resolve("c"));
        for (var file : List.of("c/d", "a", "b")) {
            Files.writeString(again.resolve(file), "content of " + file);
        }

        artifacts.pack(again, "widget-1.0", archive);

        assertThat(archive).hasBinaryContent(bytes);
    }
}
