package org.kernelmaven.build.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.kernelmaven.artifact.KernelMetadata;

class SourceChoiceTest {

    @Test
    void importedKernelHasASourcePackageOfItsVersion() {
        assertThat(SourceChoice.ofPackages(
                        imported("linux-image-6.1.0-50-amd64=6.1.192-2, linux-headers-6.1.0-50-amd64=6.1.192-2")))
                .contains("debian:linux-source-6.1=6.1.192-2");
    }

    @Test
    void kernelBuiltFromASourcePackageIsNotImported() {
        assertThat(SourceChoice.ofPackages(imported("linux-source-6.1 6.1.192-2")))
                .isEmpty();
    }

    @Test
    void packagesAreNotedOnlyForAKernelWithoutARecipe() throws IOException {
        var choice = new SourceChoice(Optional.empty(), Optional.of("debian:linux-source-6.1=6.1.192-2"));

        assertThat(choice.recorded(() -> false)).contains("debian:linux-source-6.1=6.1.192-2");
        assertThat(choice.recorded(() -> true)).isEmpty();
    }

    @Test
    void pathOfThisMachineIsNotNoted() throws IOException {
        assertThat(new SourceChoice(Optional.of("directory:/usr/src/linux"), Optional.empty()).recorded(() -> false))
                .isEmpty();
        assertThat(new SourceChoice(Optional.of("debian:linux-source-6.1"), Optional.empty()).recorded(() -> true))
                .contains("debian:linux-source-6.1");
    }

    private static KernelMetadata imported(String description) {
        return new KernelMetadata(
                "6.1.0-50-amd64",
                "6.1.192",
                "x86_64",
                Optional.empty(),
                Map.of(),
                List.of(),
                new KernelMetadata.Source("debian", description, Optional.empty()),
                "0".repeat(64),
                "gcc",
                Map.of(),
                Map.of());
    }
}
