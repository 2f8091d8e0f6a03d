package org.kernelmaven.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kernelmaven.UserException;

class UrisTest {

    @ParameterizedTest
    @ValueSource(strings = {"https://kernel.org/x.tar.xz", "HTTP://h:8080/x?y=z", "file:///tmp/x", "file:/tmp/x"})
    void webAndFileUrlsAreRead(String text) {
        assertThat(Uris.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "linux.tar.xz",
                "/tmp/x",
                "ftp://h/x",
                "jar:file:/x!/y",
                "https:x",
                "https:///x",
                "file:x",
                "http://h/a b"
            })
    void otherTextsAreRefused(String text) {
        assertThatExceptionOfType(UserException.class)
                .isThrownBy(() -> Uris.parse(text))
                .withMessageContaining("'" + text + "' is not a");
    }

    @Test
    void aPasswordIsNotShown() {
        assertThat(Uris.shown(Uris.parse("https://me:secret@h/x"))).isEqualTo("https://h/x");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://me:se@cret@h/x", "https://me:se^cret@h/x", "ftp://me:secret@h/x", "https://me:se#cret@h"
            })
    void aPasswordIsNotInAMessage(String text) {
        assertThatExceptionOfType(UserException.class)
                .isThrownBy(() -> Uris.parse(text))
                .withMessageContaining("://…@h")
                .withMessageNotContaining("cret")
                .withNoCause();
    }
}
