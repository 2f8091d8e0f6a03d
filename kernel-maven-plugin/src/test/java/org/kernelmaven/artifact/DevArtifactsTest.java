package org.kernelmaven.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kernelmaven.UserException;
import org.kernelmaven.archive.HostileArchiveException;
import org.kernelmaven.store.Kind;
import org.kernelmaven.store.Pruning;
import org.kernelmaven.store.Store;
import org.kernelmaven.store.StoreKeeper;
import org.kernelmaven.tool.Command;
import org.kernelmaven.tool.CommandRunner;

/** A dev artifact is opened once a machine, and only if it is one. GNU tar makes the archives. */
class DevArtifactsTest {

    private final Path directory;
    private final Path tree;
    private final Path archive;
    private final Path trees;

    DevArtifactsTest(@TempDir Path directory) throws IOException {
        this.directory = directory;
        this.tree = Files.createDirectories(directory.resolve("stub-1.0"));
        this.archive = directory.resolve("stub-1.0-dev.tar.zst");
        this.trees = directory.resolve("trees");
        Files.writeString(
                tree.resolve("kernel.json"), KernelMetadataTest.metadata().toJson());
        Files.writeString(tree.resolve(".config"), "CONFIG_MODULES=y\n");
        Files.writeString(tree.resolve("Module.symvers"), "0x00000000\tf\tvmlinux\tEXPORT_SYMBOL\t\n");
        Files.writeString(tree.resolve("Makefile"), "modules:\n");
    }

    private UnpackedDev open(Path artifact) throws IOException {
        return on("x86_64").open(artifact);
    }

    private DevArtifacts on(String machine) {
        return new DevArtifacts(
                new Store(directory.resolve("downloads"), trees), machine, (unpacked, metadata) -> false);
    }

    @Test
    void directoryInTheStoreIsKnownByWhenItWasMade() throws IOException {
        var link = Files.createSymbolicLink(directory.resolve("link"), Files.createDirectory(trees));
        var store = new Store(directory.resolve("downloads"), link);
        var imported = store.getOrMake(Kind.DISTRIBUTION, "imported", temporary -> {
            Files.createDirectories(temporary.resolve("kernel"));
            new CommandRunner()
                    .run(Command.of(
                            tree,
                            "cp",
                            "-a",
                            ".",
                            temporary.resolve("kernel/dev").toString()));
        });
        Files.setLastModifiedTime(imported, FileTime.fromMillis(1_700_000_000_000L));

        assertThat(open(imported.resolve("kernel/dev")).made()).isEqualTo(1_700_000_000_000_000_000L);
        assertThat(open(tree).made()).isZero();
    }

    private void pack(String... options) throws IOException {
        tar("--zstd", "-cf", options);
    }

    private void tar(String compression, String mode, String... options) throws IOException {
        var command = Command.of(directory, "tar", compression, mode, archive.toString())
                .plus(Arrays.asList(options))
                .plus(Arrays.asList("stub-1.0"));
        var result = new CommandRunner().run(command);
        assertThat(result.succeeded()).as(result.output()).isTrue();
    }

    private void assertNothingStays() throws IOException {
        if (Files.exists(trees.resolve("dev"))) {
            try (var entries = Files.list(trees.resolve("dev"))) {
                assertThat(entries.filter(entry -> !entry.toString().endsWith(".lock")))
                        .isEmpty();
            }
        }
    }

    @Test
    void archiveIsUnpackedReadOnlyAndOnce() throws IOException {
        pack();

        var first = open(archive);

        assertThat(first.directory()).startsWith(trees);
        assertThat(first.metadata()).isEqualTo(KernelMetadataTest.metadata());
        assertThat(Files.getPosixFilePermissions(first.directory().resolve("Makefile")))
                .noneMatch(permission -> permission.name().endsWith("WRITE"));
        var key = Files.readAttributes(first.directory(), "unix:ino").get("ino");
        assertThat(open(archive)).isEqualTo(first);
        assertThat(Files.readAttributes(first.directory(), "unix:ino").get("ino"))
                .isEqualTo(key);
    }

    @ParameterizedTest
    @ValueSource(strings = {".config", "Makefile"})
    void oneThatLostAFileIsUnpackedAgain(String file) throws IOException {
        pack();
        Files.delete(open(archive).directory().resolve(file));
        assertThat(open(archive).directory().resolve(file)).hasSameBinaryContentAs(tree.resolve(file));
    }

    @Test
    void damagedOneIsFoundAndUnpackedAgainAfterARepair() throws IOException {
        pack();
        var made = open(archive);
        // A copy, which no Maven uses: this one uses the first until it ends.
        new CommandRunner().run(Command.of(directory, "cp", "-a", trees.toString(), "copy"));
        var copy = new Store(directory.resolve("downloads"), directory.resolve("copy"));
        var makefile = directory
                .resolve("copy")
                .resolve(trees.relativize(made.directory()))
                .resolve("Makefile");
        new CommandRunner().run(Command.of(directory, "chmod", "u+w", makefile.toString()));
        Files.writeString(makefile, "modulez:\n");
        var none = Pruning.parse(Optional.empty(), Optional.empty());

        assertThatThrownBy(() -> new StoreKeeper(copy).keep(true, false, none))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("(stub-1.0-dev.tar.zst)\n    'Makefile' has other content");
        new StoreKeeper(copy).keep(false, true, none);

        assertThat(makefile).doesNotExist();
        assertThat(new DevArtifacts(copy, "x86_64", (unpacked, metadata) -> false)
                        .open(archive)
                        .directory()
                        .resolve("Makefile"))
                .hasContent("modules:\n");
    }

    @Test
    void archiveIsKnownByItsContentWhereverItLies() throws IOException {
        pack();
        var elsewhere = Files.copy(archive, directory.resolve("other-name.tar.zst"));

        assertThat(open(elsewhere)).isEqualTo(open(archive));
    }

    @Test
    void anotherKindOfMachineHasAnEntryOfItsOwn() throws IOException {
        pack();

        assertThat(on("aarch64").open(archive).directory())
                .isNotEqualTo(open(archive).directory());
    }

    @Test
    void directoryOfAReactorIsUsedAsItIs() throws IOException {
        assertThat(open(tree).directory()).isEqualTo(tree.toRealPath());
        assertThat(trees).doesNotExist();
    }

    @Test
    void directoryAndItsArchiveAreOneKernel() throws IOException {
        pack();

        assertThat(open(tree).identity()).isEqualTo(open(archive).identity());
    }

    @ParameterizedTest
    @ValueSource(strings = {"kernel.json", ".config", "Module.symvers"})
    void otherContentIsAnotherKernel(String file) throws IOException {
        var before = open(tree).identity();
        Files.writeString(tree.resolve(file), Files.readString(tree.resolve(file)) + "\n");

        assertThat(open(tree).identity()).isNotEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"kernel.json", ".config", "Module.symvers"})
    void archiveWithoutOneOfItsFilesIsNoDevArtifact(String file) throws IOException {
        Files.delete(tree.resolve(file));
        pack();

        assertThatThrownBy(() -> open(archive))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("'" + archive + "' is no dev artifact of a kernel: it has no file '" + file + "'")
                .hasMessageContaining("kernel-dev");
        assertNothingStays();
    }

    @Test
    void directoryThatIsNoDevArtifactIsNamed() throws IOException {
        Files.delete(tree.resolve("Module.symvers"));

        assertThatThrownBy(() -> open(tree))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("'" + tree + "' is no dev artifact");
    }

    @Test
    void artifactOfANewerPluginIsNamedWithTheCure() throws IOException {
        Files.writeString(
                tree.resolve("kernel.json"),
                KernelMetadataTest.metadata().toJson().replace("\"schema\": 1", "\"schema\": 2"));
        pack();

        assertThatThrownBy(() -> open(archive))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("'" + archive + "!/kernel.json'")
                .hasMessageContaining("has schema 2, this version of the plugin reads 1")
                .hasMessageContaining("Use the plugin version that wrote it");
        assertNothingStays();
    }

    @Test
    void damagedMetadataIsNamedByTheArtifact() throws IOException {
        Files.writeString(tree.resolve("kernel.json"), "{");
        pack();

        assertThatThrownBy(() -> open(archive))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("'" + archive + "!/kernel.json'")
                .hasMessageContaining("is not the JSON this plugin writes")
                .hasMessageContaining("get or build it again");
    }

    @Test
    void truncatedArchiveIsNamedWithTheCure() throws IOException {
        pack();
        var bytes = Files.readAllBytes(archive);
        Files.write(archive, Arrays.copyOf(bytes, bytes.length / 2));

        assertThatThrownBy(() -> open(archive))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("'" + archive + "'")
                .hasMessageContaining("truncated or damaged")
                .hasMessageContaining("Delete it");
        assertNothingStays();
    }

    @Test
    void whatIsNoArchiveIsNamed() throws IOException {
        Files.writeString(archive, "<html>not found</html>");

        assertThatThrownBy(() -> open(archive))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("'" + archive + "'")
                .hasMessageContaining("Delete it");
    }

    @Test
    void pathThatLeavesTheArchiveIsRefused() throws IOException {
        pack("-P", "--transform=s,stub-1.0/Makefile,stub-1.0/../../evil,");

        assertThatThrownBy(() -> open(archive))
                .isInstanceOf(HostileArchiveException.class)
                .hasMessageContaining("'" + archive + "'")
                .hasMessageContaining("evil");
        assertNothingStays();
        assertThat(trees.resolve("evil")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/etc/passwd", "../../../outside"})
    void linkThatLeavesTheArchiveIsRefused(String target) throws IOException {
        Files.createSymbolicLink(tree.resolve("link"), Path.of(target));
        pack();

        assertThatThrownBy(() -> open(archive))
                .isInstanceOf(HostileArchiveException.class)
                .hasMessageContaining("link");
        assertNothingStays();
    }

    @Test
    void fileThroughALinkIsRefused() throws IOException {
        Files.createSymbolicLink(tree.resolve("a-link"), Path.of("include"));
        Files.createDirectories(tree.resolve("include"));
        pack("--sort=name", "--transform=s,stub-1.0/Makefile,stub-1.0/a-link/x,");

        assertThatThrownBy(() -> open(archive)).isInstanceOf(HostileArchiveException.class);
        assertNothingStays();
    }

    @Test
    void linkWithinTheArchiveIsKept() throws IOException {
        Files.createSymbolicLink(tree.resolve("source"), Path.of("Makefile"));
        pack();

        assertThat(open(archive).directory().resolve("source")).isSymbolicLink();
    }

    @Test
    void goodArtifactCanBeOpenedAfterABadOne() throws IOException {
        Files.writeString(archive, "damaged");
        assertThatThrownBy(() -> open(archive)).isInstanceOf(UserException.class);
        pack();

        assertThat(open(archive).metadata().release()).isEqualTo("6.1.55-acme");
    }
}
