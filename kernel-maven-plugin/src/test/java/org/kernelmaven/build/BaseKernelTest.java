package org.kernelmaven.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kernelmaven.UserException;
import org.kernelmaven.artifact.KernelMetadata;
import org.kernelmaven.settings.Origin;
import org.kernelmaven.settings.Setting;

/** A kernel that starts from another's recipe has all of that but what it says itself. */
class BaseKernelTest {

    private static final String BASE = "org.example:stub:1.0";

    @TempDir
    Path directory;

    private Path recipe;

    @BeforeEach
    void publish() throws IOException {
        var features = Setting.group(
                "features", List.of(Setting.text("faster", "true", new Origin("test"))), new Origin("test"));
        var published = new StubProject(directory.resolve("base"), directory.resolve("store"))
                .option("CONFIG_LOCALVERSION", "-base")
                .option("NR_CPUS", "4")
                .option("GADGET", "no")
                .patch("one", StubProject.diff("kernel/fork.c", 4, "\treturn STUB + 1;", "\treturn 10;"), features);
        recipe = artifact(published.build().pack(), "kernel-recipe");
    }

    @Test
    void whatIsWrittenHereReplacesAndExtends() throws IOException {
        var derived = derived()
                .option("NR_CPUS", "16")
                .patch("two", StubProject.diff("kernel/fork.c", 9, "\treturn STUB + 2;", "\treturn 20;"));

        var metadata = KernelMetadata.read(artifact(derived.build().pack(), "kernel-metadata"));

        assertThat(derived.config())
                .content()
                .contains("CONFIG_NR_CPUS=16", "CONFIG_LOCALVERSION=\"-base\"", "# CONFIG_GADGET is not set");
        assertThat(derived.tree().resolve("kernel/fork.c")).content().contains("return 10;", "return 20;");
        assertThat(metadata.patches()).extracting(patch -> patch.name()).containsExactly("one", "two");
        assertThat(metadata.features()).containsEntry("faster", true);
        assertThat(metadata.release()).isEqualTo("6.1.999-base");
    }

    @Test
    void unsetTakesAnOptionOfTheBaseBackOut() throws IOException {
        var derived = derived().option("GADGET", "unset");

        derived.build().configure();

        assertThat(derived.config()).content().contains("CONFIG_GADGET=m");
    }

    @Test
    void recipeOfARecipeKeepsWhatWon() throws IOException {
        var second = derived().option("NR_CPUS", "16").version("2.0").build().pack();
        var third = new StubProject(directory.resolve("third"), directory.resolve("store"))
                .base("org.example:stub:2.0", artifact(second, "kernel-recipe"));

        third.build().configure();

        assertThat(third.config()).content().contains("CONFIG_NR_CPUS=16", "CONFIG_LOCALVERSION=\"-base\"");
    }

    @Test
    void sourceThatOnlyItsBuilderHasMustBeGiven() {
        assertThatThrownBy(() -> derived().withoutSource().build().configure())
                .isInstanceOf(UserException.class)
                .hasMessageContaining("parameter <base>")
                .hasMessageContaining("<source>");
    }

    @Test
    void coordinatesThatNameNoKernelAreExplained() {
        assertThatThrownBy(() -> derived().base("stub", recipe).build().configure())
                .isInstanceOf(UserException.class)
                .hasMessageContaining("parameter <base>: 'stub'")
                .hasMessageContaining("groupId:artifactId:version");
    }

    @Test
    void damagedRecipeIsRefused() throws IOException {
        Files.write(recipe, new byte[] {1, 2, 3});

        assertThatThrownBy(() -> derived().build().configure())
                .isInstanceOf(UserException.class)
                .hasMessageContaining(recipe.toString());
    }

    private StubProject derived() throws IOException {
        return new StubProject(directory.resolve("derived"), directory.resolve("store")).base(BASE, recipe);
    }

    private static Path artifact(PackagedKernel kernel, String type) {
        return kernel.artifacts().stream()
                .filter(artifact -> artifact.type().equals(type))
                .findFirst()
                .orElseThrow()
                .file();
    }
}
