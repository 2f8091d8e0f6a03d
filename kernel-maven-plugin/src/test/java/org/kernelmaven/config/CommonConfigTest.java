package org.kernelmaven.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kernelmaven.KernelVersion;

class CommonConfigTest {

    @Test
    void readsWithoutAProblemAndHasEnough() {
        assertThat(CommonConfig.read().options().stream().map(Option::name).distinct())
                .hasSizeGreaterThan(250);
    }

    @Test
    void everyTopicIsListed() throws IOException {
        var folder = Path.of("src/main/resources/org/kernelmaven/config/common");
        try (var files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString().replace(".toml", "")))
                    .containsExactlyInAnyOrderElementsOf(CommonConfig.TOPICS);
        }
    }

    @ParameterizedTest
    @CsvSource({"5.10, x86_64", "6.1, x86_64", "6.12, arm64", "6.18, arm64", "6.12, riscv"})
    void doesNotContradictItself(String version, String arch) {
        var merged = Layers.merge(
                List.of(CommonConfig.read()), KernelVersion.parse(version).orElseThrow(), arch);
        assertThat(merged.assignments()).isNotEmpty();
    }
}
