package org.kernelmaven.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kernelmaven.UserException;

class CoordinatesTest {

    @Test
    void fourPartsAreGroupNameVersionExtension() {
        assertThat(Coordinates.parse("com.acme:linux:6.1.55:tar.xz"))
                .isEqualTo(new Coordinates("com.acme", "linux", "6.1.55", Optional.empty(), "tar.xz"));
    }

    @Test
    void aFifthPartIsTheClassifier() {
        assertThat(Coordinates.parse("g:a:1:tar.gz:sources").classifier()).contains("sources");
    }

    @Test
    void printsAsItIsWritten() {
        assertThat(Coordinates.parse("g:a:1:tar.gz:sources")).hasToString("g:a:1:tar.gz:sources");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "g:a:1", "g:a:1:x:y:z", "g::1:tar", "../g:a:1:tar", "g:a/b:1:tar", "g:a:1:..", "g: a:1:tar"})
    void anythingElseIsRefused(String text) {
        assertThatExceptionOfType(UserException.class)
                .isThrownBy(() -> Coordinates.parse(text))
                .withMessageContaining("'" + text + "'");
    }
}
