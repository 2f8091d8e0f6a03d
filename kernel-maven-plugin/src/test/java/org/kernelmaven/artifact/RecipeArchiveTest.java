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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kernelmaven.UserException;
import org.kernelmaven.archive.TarZstd;
import org.kernelmaven.artifact.RecipeArchive.RecipeFiles;
import org.kernelmaven.store.Digests;

/** A recipe comes out of its archive as it went in, or not at all. */
class RecipeArchiveTest {

    private static final Instant TIME = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    Path directory;

    private Path patch;
    private Path config;
    private Recipe recipe;

    @BeforeEach
    void recipe() throws IOException {
        patch = Files.writeString(directory.resolve("fix.patch"), "--- a/x\n+++ b/x\n");
        config = Files.writeString(directory.resolve(".config"), "CONFIG_X=y\n");
        recipe = new Recipe(
                new Recipe.SourceSpec("url", Map.of("url", List.of("https://example.org/linux.tar.xz"))),
                List.of(
                        new Recipe.PatchSpec("fix/../odd name", 1, Optional.of(Digests.of(patch))),
                        new Recipe.PatchSpec("only-config", 1, Optional.empty())),
                List.of(new Recipe.LayerSpec(
                        "com.acme:kernel:1",
                        List.of(new Recipe.OptionSpec(
                                "KGDB", "yes", true, false, Optional.of("[6.1,)"), List.of("x86_64"))))),
                new Recipe.Base(Optional.of("tinyconfig")),
                Map.of("autoModules", "true"),
                List.of("KCFLAGS=-O2"),
                Map.of("widget", true));
    }

    @Test
    void comesOutAsItWentIn() throws IOException {
        var unpacked = RecipeArchive.unpack(pack(recipe), directory.resolve("out"));

        assertThat(unpacked.recipe()).isEqualTo(recipe);
        assertThat(unpacked.files().config()).hasSameTextualContentAs(config);
        assertThat(unpacked.files().patches().get(0).orElseThrow()).hasSameTextualContentAs(patch);
        assertThat(unpacked.files().patches().get(1)).isEmpty();
    }

    @Test
    void patchStaysInsideWhateverItsNameIs() throws IOException {
        var unpacked = RecipeArchive.unpack(pack(recipe), directory.resolve("out"));

        assertThat(unpacked.files().patches().get(0).orElseThrow().normalize()).startsWith(directory.resolve("out"));
    }

    @Test
    void patchOfAnotherDigestIsRefused() throws IOException {
        var archive = directory.resolve("tampered.tar.zst");
        var good = RecipeArchive.unpack(pack(recipe), directory.resolve("good"));
        Files.writeString(good.files().patches().get(0).orElseThrow(), "something else\n");
        TarZstd.write(archive, TIME, tar -> tar.addTree(directory.resolve("good"), ""));

        assertThatThrownBy(() -> RecipeArchive.unpack(archive, directory.resolve("out")))
                .isInstanceOf(UserException.class)
                .hasMessageContaining(archive.toString())
                .hasMessageContaining("digest");
    }

    @Test
    void archiveWithoutARecipeIsRefused() throws IOException {
        var archive = directory.resolve("other.tar.zst");
        TarZstd.write(
                archive,
                TIME,
                tar -> tar.file("README", "hello".getBytes(java.nio.charset.StandardCharsets.UTF_8), false));

        assertThatThrownBy(() -> RecipeArchive.unpack(archive, directory.resolve("out")))
                .isInstanceOf(UserException.class)
                .hasMessageContaining(archive.toString())
                .hasMessageContaining("recipe.json");
    }

    private Path pack(Recipe what) throws IOException {
        var target = directory.resolve("recipe.tar.zst");
        RecipeArchive.pack(
                what,
                new RecipeFiles(List.of(Optional.of(patch), Optional.empty()), config, Optional.empty()),
                target,
                TIME);
        return target;
    }
}
