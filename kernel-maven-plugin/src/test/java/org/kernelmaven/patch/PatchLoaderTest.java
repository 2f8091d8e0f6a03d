package org.kernelmaven.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kernelmaven.UserException;
import org.kernelmaven.fetch.Hash;
import org.kernelmaven.settings.Origin;
import org.kernelmaven.store.Digests;

class PatchLoaderTest {

    @TempDir
    Path directory;

    private Path packed;
    private LoadedPatch plain;

    @BeforeEach
    void prepare() throws IOException {
        plain = new StubTree(directory).change("plain", Map.of("Makefile", "VERSION = 7\n"));
        var file = directory.resolve("fix.patch");
        Files.copy(plain.plainFile(), file);
        StubTree.run(directory, "xz", file.toString());
        packed = directory.resolve("fix.patch.xz");
    }

    @Test
    void aDownloadIsTakenFromAMirrorAndDecompressed() throws IOException {
        var patch = remote(List.of(directory.resolve("missing").toUri(), packed.toUri()), Digests.of(packed));

        var loaded = loader().load(List.of(patch));

        assertThat(loaded).extracting(LoadedPatch::sha256).containsExactly(plain.sha256());
        assertThat(loaded.get(0).content().paths()).containsExactly("Makefile");
    }

    @Test
    void aDownloadWithAnotherHashIsRefused() {
        var patch = remote(List.of(packed.toUri()), "0".repeat(64));

        assertThatThrownBy(() -> loader().load(List.of(patch)))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("wrong hash");
    }

    @Test
    void whatAnEarlierRunLeftIsRemoved() throws IOException {
        var loaded = Files.createDirectories(directory.resolve("loaded"));
        Files.writeString(loaded.resolve("old.patch"), "old");
        Files.writeString(loaded.resolve(".half.tmp"), "half");

        loader().load(List.of(remote(List.of(packed.toUri()), Digests.of(packed))));

        try (var files = Files.list(loaded)) {
            assertThat(files)
                    .extracting(file -> file.getFileName().toString())
                    .containsExactly(plain.sha256() + ".patch");
        }
    }

    private PatchLoader loader() {
        return StubTree.loader(directory, directory.resolve("loaded"));
    }

    private static Patch remote(List<URI> urls, String sha256) {
        return new Patch(
                "fix",
                Optional.of(new PatchFile.Remote(urls, Optional.of(Hash.sha256(sha256)))),
                1,
                List.of(),
                Map.of(),
                Origin.parameter("patches"));
    }
}
