package org.kernelmaven.module;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.kernelmaven.UserException;

class ModuleNameTest {

    @ParameterizedTest
    @ValueSource(strings = {"widget", "snd-hda-intel", "8139too", "_x", "A"})
    void namesOfModulesAreTaken(String text) {
        assertThat(new ModuleName(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a.ko", "a/b", "..", "-a", "a\n", "wïdget", "a$(x)"})
    void whatIsNoNameIsRefusedWithTheRule(String text) {
        assertThatThrownBy(() -> new ModuleName(text))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("'" + text + "' is no name for a module")
                .hasMessageContaining("letters, digits, '_' and '-'");
    }

    @Test
    void theKernelHasRoomForFiftyFiveCharacters() {
        assertThat(new ModuleName("m".repeat(55)).text()).hasSize(55);
        assertThatThrownBy(() -> new ModuleName("m".repeat(56)))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("at most 55");
    }

    @ParameterizedTest
    @CsvSource({"widget, widget", "acme-widget, acme_widget", "acme.widget-2, acme_widget_2"})
    void artifactIdGivesAName(String artifactId, String name) {
        assertThat(ModuleName.of(artifactId)).hasToString(name);
    }
}
