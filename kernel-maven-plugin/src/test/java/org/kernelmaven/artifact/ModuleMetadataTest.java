package org.kernelmaven.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.kernelmaven.UserException;
import org.kernelmaven.artifact.ModuleMetadata.Binary;
import org.kernelmaven.artifact.ModuleMetadata.Module;

/** module.json says what was built, in a stable order, and is read strictly: its values become names of files. */
class ModuleMetadataTest {

    private static final String KERNEL = "cd".repeat(32);

    @TempDir
    Path directory;

    private static ModuleMetadata metadata() {
        var info = new LinkedHashMap<String, List<String>>();
        info.put("license", List.of("GPL", "BSD"));
        info.put("alias", List.of("usb:<1>&2", "ä"));
        return new ModuleMetadata(
                "com.acme:widget:1.0",
                List.of(new Binary("6.1.55-acme", "x86_64", KERNEL)),
                List.of(new Module("widget", info), new Module("gadget", Map.of())));
    }

    private ModuleMetadata read(String json) throws IOException {
        return ModuleMetadata.read(Files.writeString(directory.resolve("module.json"), json));
    }

    @Test
    void whatIsWrittenIsReadBack() throws IOException {
        metadata().write(directory.resolve("new/module.json"));

        assertThat(ModuleMetadata.read(directory.resolve("new/module.json"))).isEqualTo(metadata());
    }

    @Test
    void writingLeavesNothingElse() throws IOException {
        metadata().write(directory.resolve("module.json"));
        metadata().write(directory.resolve("module.json"));

        assertThat(directory.toFile().list()).containsExactly("module.json");
    }

    @Test
    void orderOfModulesAndInformationIsKept() {
        assertThat(metadata().toJson()).containsSubsequence("widget", "license", "GPL", "BSD", "alias", "gadget");
    }

    @Test
    void anyReaderOfJsonUnderstandsIt() {
        var json = JsonParser.parseString(metadata().toJson()).getAsJsonObject();

        assertThat(json.getAsJsonArray("binaries")
                        .get(0)
                        .getAsJsonObject()
                        .get("release")
                        .getAsString())
                .isEqualTo("6.1.55-acme");
    }

    @Test
    void classifiersNameReleaseAndArch() {
        var binary = metadata().binaries().get(0);

        assertThat(binary.classifier()).isEqualTo("6.1.55-acme-x86_64");
        assertThat(binary.symbolsClassifier()).isEqualTo("6.1.55-acme-x86_64-dev");
    }

    @Test
    void newerSchemaIsNamedWithTheCure() {
        assertThatThrownBy(() -> read(metadata().toJson().replace("\"schema\": 1", "\"schema\": 2")))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("module.json")
                .hasMessageContaining("has schema 2, this version of the plugin reads 1")
                .hasMessageContaining("Use the plugin version that wrote it");
    }

    @ParameterizedTest
    @CsvSource({
        "6.1.55-acme, ../../etc, release",
        "6.1.55-acme, 6.1/55, release",
        "6.1.55-acme, '', release",
        "x86_64, ../x, arch",
        "widget, ../../evil, name",
        "widget, a/b, name"
    })
    void valueThatIsNoNameIsRefused(String value, String evil, String field) {
        var json = metadata().toJson().replace("\"" + value + "\"", "\"" + evil + "\"");

        assertThatThrownBy(() -> read(json))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("module.json")
                .hasMessageContaining(field)
                .hasMessageContaining("'" + evil + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{", "{\"schema\": \"one\"}", "{\"schema\": 1, \"coordinates\": \"x\"}"})
    void damagedFileIsNamed(String json) {
        assertThatThrownBy(() -> read(json)).isInstanceOf(UserException.class).hasMessageContaining("module.json");
    }

    @Test
    void unknownFieldIsRefused() {
        assertThatThrownBy(() -> read(metadata().toJson().replace("\"schema\": 1", "\"schema\": 1, \"later\": 2")))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("later");
    }

    @Test
    void callersCannotChangeIt() {
        var metadata = metadata();

        metadata.modules().get(0).info().clear();

        assertThat(metadata.modules().get(0).info()).containsOnlyKeys("license", "alias");
    }
}
