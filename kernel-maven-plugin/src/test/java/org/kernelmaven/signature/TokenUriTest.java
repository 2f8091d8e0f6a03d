package org.kernelmaven.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kernelmaven.UserException;

/** Addresses as RFC 7512 writes them, some of them its own examples. */
class TokenUriTest {

    @Test
    void readsWhatChoosesTokenAndKey() {
        var uri = TokenUri.parse("pkcs11:token=The%20Software%20PKCS%2311%20Softtoken;manufacturer=Snake%20Oil,%20Inc.;"
                + "model=1.0;object=my-certificate;type=private;id=%69%95%3E%5C");

        assertThat(uri.token())
                .containsOnly(
                        entry("token", "The Software PKCS#11 Softtoken"),
                        entry("manufacturer", "Snake Oil, Inc."),
                        entry("model", "1.0"));
        assertThat(uri.key()).containsOnly(entry("object", "my-certificate"), entry("id", "69953e5c"));
    }

    @Test
    void readsHowTheTokenIsReached() {
        var uri = TokenUri.parse("pkcs11:object=key?pin-source=file:/etc/token&module-path=/usr/lib/lib%20x.so");

        assertThat(uri.pinSource()).contains("file:/etc/token");
        assertThat(uri.library()).contains("/usr/lib/lib x.so");
    }

    @Test
    void decodesUtf8() {
        assertThat(TokenUri.parse("pkcs11:object=schl%C3%BCssel").key()).containsEntry("object", "schlüssel");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "pkcs11:token | 'token' is not NAME=VALUE",
                "pkcs11:tokn=acme;object=key | 'tokn=acme' is not NAME=VALUE with a NAME of manufacturer, model, serial",
                "pkcs11:object=key?module=x | 'module=x' is not NAME=VALUE with a NAME of module-path, pin-source",
                "pkcs11:object=a;object=b | object is there twice",
                "pkcs11:object=a%4 | 'a%4' has a '%'",
                "pkcs11:object=a%zz | 'a%zz' has a '%'",
                "pkcs11:object=a;type=cert | type is 'cert'",
                "pkcs11:token=acme | neither object nor id",
                "pkcs11: | neither object nor id"
            })
    void malformedIsSaidWithTheRightForm(String uri, String why) {
        assertThatThrownBy(() -> TokenUri.parse(uri))
                .isInstanceOf(UserException.class)
                .hasMessageStartingWith("parameter <signingKey>: '" + uri + "'")
                .hasMessageContaining(why)
                .hasMessageContaining("RFC 7512");
    }

    @Test
    void pinIsRefusedWithoutShowingIt() {
        assertThatThrownBy(() -> TokenUri.parse("pkcs11:object=key?pin-value=1234"))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("KBUILD_SIGN_PIN")
                .hasMessageNotContaining("1234");
    }
}
