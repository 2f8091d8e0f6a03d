package org.kernelmaven.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.kernelmaven.UserException;

/** kernel.json says what a kernel is, in a stable order, and is read strictly. */
class KernelMetadataTest {

    private static final String DIGEST = "ab".repeat(32);

    static KernelMetadata metadata() {
        return new KernelMetadata(
                "6.1.55-acme",
                "6.1.55",
                "x86_64",
                Optional.of("6.1.55-acme"),
                Map.of("widget", true, "efiBootStub", false),
                List.of(
                        new KernelMetadata.AppliedPatch("fix", Optional.of(DIGEST)),
                        new KernelMetadata.AppliedPatch("only-config", Optional.empty())),
                new KernelMetadata.Source("debian", "linux-source-6.1", Optional.empty()),
                DIGEST,
                "gcc 12",
                Map.of("main", DIGEST),
                Map.of("source", DIGEST));
    }

    @Test
    void whatIsWrittenIsReadBack() {
        assertThat(KernelMetadata.parse(metadata().toJson(), "kernel.json")).isEqualTo(metadata());
    }

    @Test
    void featuresAreInAStableOrder() {
        assertThat(metadata().toJson()).containsSubsequence("efiBootStub", "widget");
    }

    @Test
    void anotherSchemaIsRefusedWithTheFile() {
        var newer = metadata().toJson().replace("\"schema\": 1", "\"schema\": 99");

        assertThatThrownBy(() -> KernelMetadata.parse(newer, "'other.json'"))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("'other.json'")
                .hasMessageContaining("99");
    }

    @Test
    void releaseThatLeavesItsDirectoryIsRefused() {
        var hostile = metadata().toJson().replace("\"release\": \"6.1.55-acme\"", "\"release\": \"../../etc\"");

        assertThatThrownBy(() -> KernelMetadata.parse(hostile, "'evil.json'"))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("'evil.json'")
                .hasMessageContaining("../../etc");
    }

    @Test
    void textThatIsNoJsonIsRefused() {
        assertThatThrownBy(() -> KernelMetadata.parse("no json", "'kernel.json'"))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("'kernel.json'");
    }
}
