package org.kernelmaven.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kernelmaven.UserException;

class HashTest {

    /** {@code printf abc | sha256sum}, and {@code | xxd -r -p | base64}. */
    private static final String HEX = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    private static final String SRI = "sha256-ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=";

    @Test
    void hexAndSriAreTheSameHash() {
        assertThat(Hash.parse("sha256:" + HEX)).isEqualTo(Hash.parse(SRI));
    }

    @Test
    void upperCaseHexIsTheSameHash() {
        assertThat(Hash.parse("sha256:" + HEX.toUpperCase(java.util.Locale.ROOT)))
                .isEqualTo(Hash.sha256(HEX));
    }

    @Test
    void printsAsSri() {
        assertThat(Hash.sha256(HEX)).hasToString(SRI);
    }

    @Test
    void sha512IsReadBothWays() {
        var hex = "0123456789abcdef".repeat(8);
        var hash = Hash.parse("sha512:" + hex);
        assertThat(hash.hex()).isEqualTo(hex);
        assertThat(Hash.parse(hash.sri())).isEqualTo(hash);
    }

    @Test
    void hashesAFile(@TempDir Path folder) throws IOException {
        var file = Files.writeString(folder.resolve("abc"), "abc");
        assertThat(Hash.sha256("0".repeat(64)).of(file)).isEqualTo(Hash.parse(SRI));
    }

    @ParameterizedTest
    @CsvSource({
        HEX + ", the algorithm is missing: sha256:" + HEX,
        "sha256:abc, 'sha256 has 64 hex digits, here are 3'",
        "sha256-" + HEX + ", hex digits follow a colon: sha256:" + HEX,
        "sha256-ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFQ==, 'sha256 has 32 bytes, the base64 text has 31'",
        "sha256-ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa1=, damaged at the end",
        "sha256-ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0, damaged at the end",
        "sha256-A, damaged",
        "sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk=, do not protect against a forged file",
        "sha256:1b8m03r63zqhnjf7l5wnldhh7c134ap5vpj0850ymkq1iyzicy5s, nix hash to-sri",
        "sha256, in none of the known forms",
        "SHA256:abc, in none of the known forms"
    })
    void aTextThatIsNoHashIsRefusedWithTheReason(String text, String reason) {
        assertThatExceptionOfType(UserException.class)
                .isThrownBy(() -> Hash.parse(text))
                .withMessageContaining("'" + text + "' is not a hash: ")
                .withMessageContaining(reason)
                .withMessageContaining("Write sha256-BASE64");
    }
}
