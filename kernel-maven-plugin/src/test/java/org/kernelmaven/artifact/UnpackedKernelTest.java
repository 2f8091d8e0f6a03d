package org.kernelmaven.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kernelmaven.UserException;
import org.kernelmaven.store.Store;

class UnpackedKernelTest {

    private final Path directory;
    private final Store store;
    private final Path main;
    private final Path modules;

    UnpackedKernelTest(@TempDir Path directory) throws IOException {
        this.directory = directory;
        this.store = new Store(directory.resolve("downloads"), directory.resolve("trees"));
        var packer = new KernelArtifacts("6.1.5", Instant.EPOCH, 1, 1);
        var boot = Files.createDirectories(directory.resolve("main/boot"));
        for (var name : List.of("vmlinuz-6.1.5", "System.map-6.1.5", "config-6.1.5")) {
            Files.writeString(boot.resolve(name), "content");
        }
        var staged = new StagedKernel(
                metadata(), directory.resolve("main"), Optional.empty(), Optional.empty(), Optional.empty());
        this.main = packer.main(staged, directory.resolve("main.tar.zst")).file();
        Files.createDirectories(directory.resolve("staging/lib/modules/6.1.5/kernel"));
        Files.writeString(directory.resolve("staging/lib/modules/6.1.5/modules.dep"), "");
        this.modules = packer.modules(directory.resolve("staging"), directory.resolve("modules.tar.zst"))
                .file();
    }

    @Test
    void archivesAreUnpackedOnce() throws IOException {
        var first = UnpackedKernel.of("6.1.5", Optional.of(main), Optional.of(modules), store);
        assertThat(first.image().orElseThrow()).hasContent("content").startsWith(directory.resolve("trees/kernels"));
        assertThat(first.config().orElseThrow()).hasContent("content");
        assertThat(first.modules().orElseThrow().resolve("modules.dep")).exists();
        var time = Files.getLastModifiedTime(first.modules().orElseThrow().getParent());
        assertThat(UnpackedKernel.of("6.1.5", Optional.of(main), Optional.of(modules), store))
                .isEqualTo(first);
        assertThat(Files.getLastModifiedTime(first.modules().orElseThrow().getParent()))
                .isEqualTo(time);
    }

    @Test
    void oneThatLostAFileIsUnpackedAgain() throws IOException {
        var image = UnpackedKernel.of("6.1.5", Optional.of(main), Optional.empty(), store)
                .image()
                .orElseThrow();
        Files.delete(image);
        assertThat(UnpackedKernel.of("6.1.5", Optional.of(main), Optional.empty(), store)
                        .image())
                .hasValueSatisfying(again -> assertThat(again).hasContent("content"));
    }

    @Test
    void aReactorsDirectoriesAreUsedAsTheyAre() throws IOException {
        var staged = directory.resolve("staging");
        assertThat(UnpackedKernel.of("6.1.5", Optional.empty(), Optional.of(staged), store))
                .isEqualTo(new UnpackedKernel(
                        "6.1.5", Optional.empty(), Optional.empty(), Optional.of(staged.resolve("lib/modules/6.1.5"))));
        assertThat(directory.resolve("trees")).doesNotExist();
    }

    @Test
    void theArtifactOfAnotherKernelIsRefused() {
        assertThatThrownBy(() -> UnpackedKernel.of("6.1.6", Optional.of(main), Optional.empty(), store))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("main.tar.zst")
                .hasMessageContaining("boot/vmlinuz-6.1.6");
    }

    private static KernelMetadata metadata() {
        return new KernelMetadata(
                "6.1.5",
                "6.1.5",
                "x86_64",
                Optional.empty(),
                Map.of(),
                List.of(),
                new KernelMetadata.Source("file", "linux.tar", Optional.empty()),
                "0".repeat(64),
                "gcc",
                Map.of(),
                Map.of());
    }
}
