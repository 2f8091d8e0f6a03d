package org.kernelmaven.build.module;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.kernelmaven.build.module.StubModule.code;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kernelmaven.UserException;
import org.kernelmaven.signature.KeyException;
import org.kernelmaven.signature.Keys;

/**
 * Module projects with a signature; kmod's modinfo reads it. What a signature must be is {@code ModuleSignerTest}'s.
 */
class SignedModuleTest {

    @TempDir
    Path directory;

    private StubModule widget;
    private Path dev;
    private Keys keys;
    private Path key;
    private Path certificate;

    @BeforeEach
    void project() throws IOException {
        widget = new StubModule(directory.resolve("widget"), directory.resolve("store"));
        widget.source("widget.c", code("int widget;"));
        dev = StubDev.copy(directory.resolve("dev"));
        configure("CONFIG_MODULE_SIG=y");
        widget.kernel(dev);
        keys = new Keys(directory).rsa("signer");
        key = keys.key("signer");
        certificate = keys.certificate("signer");
    }

    private void configure(String line) throws IOException {
        Files.writeString(dev.resolve(".config"), Files.readString(dev.resolve(".config")) + line + "\n");
    }

    private String modinfo(String field) throws IOException {
        return StubDev.run(
                        directory,
                        "modinfo",
                        "-F",
                        field,
                        widget.installed("widget").toString())
                .strip();
    }

    private void assertFailsBeforeTheCompile(String... words) {
        assertThatThrownBy(() -> widget.compile())
                .isInstanceOf(UserException.class)
                .satisfies(e -> assertThat(e.getMessage()).contains(words));
        assertThat(directory.resolve("widget/target/kernel-module/build.log")).doesNotExist();
    }

    @Test
    void moduleIsSignedByKeyAndCertificate() throws IOException {
        widget.signedBy(key.toString(), certificate).compile();

        assertThat(modinfo("signer")).isEqualTo("signer");
    }

    @Test
    void aKeyThatDoesNotOpenIsNotTriedForEachKernel() throws IOException {
        widget.signedBy(directory.resolve("none.pem").toString());
        widget.matrixKernel("org.example:other-kernel:1.0", StubDev.archive());

        assertThatThrownBy(() -> widget.matrix().compile(true))
                .isInstanceOf(KeyException.class)
                .hasMessageStartingWith("parameter <signingKey>: there is no readable file");
    }

    @Test
    void certificateMayBeInTheKeysFile() throws IOException {
        var both = directory.resolve("widget/both.pem");
        Files.writeString(both, Files.readString(key) + Files.readString(certificate));

        widget.signedBy("both.pem").compile();

        assertThat(modinfo("signer")).isEqualTo("signer");
    }

    @Test
    void keyOfATokenSigns() throws IOException {
        keys.token("acme").importInto("acme", "signer", "01");

        widget.variable("SOFTHSM2_CONF", keys.configuration().toString())
                .variable("KBUILD_SIGN_PIN", Keys.PIN)
                .signedBy("pkcs11:token=acme;object=signer?module-path=" + Keys.library(), certificate)
                .compile();

        assertThat(modinfo("signer")).isEqualTo("signer");
    }

    @Test
    void signedModuleIsStillAModule() throws IOException {
        widget.signedBy(key.toString(), certificate).compile();

        assertThat(modinfo("license")).isEqualTo("GPL");
    }

    @Test
    void keyGoesIntoNoArtifact() throws IOException {
        widget.signedBy(key.toString(), certificate).pack();

        try (var files = Files.walk(directory.resolve("widget/target"))) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file, ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain("PRIVATE KEY")
                        .doesNotContain(Files.readAllLines(key).get(3));
            }
        }
    }

    @Test
    void anotherKeyInTheSamePlaceSignsAnew() throws IOException {
        widget.signedBy(key.toString(), certificate).compile();
        keys.rsa("another");
        Files.copy(keys.key("another"), key, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        Files.copy(keys.certificate("another"), certificate, java.nio.file.StandardCopyOption.REPLACE_EXISTING);

        widget.compile();

        assertThat(modinfo("signer")).isEqualTo("another");
    }

    @Test
    void hashIsTheKernels() throws IOException {
        configure("CONFIG_MODULE_SIG_HASH=\"sha512\"");

        widget.signedBy(key.toString(), certificate).compile();

        assertThat(modinfo("sig_hashalgo")).isEqualTo("sha512");
    }

    @Test
    void hashThatThePluginDoesNotKnowIsNamed() throws IOException {
        configure("CONFIG_MODULE_SIG_HASH=\"sha9\"");
        widget.signedBy(key.toString(), certificate);

        assertFailsBeforeTheCompile("parameter <signingKey>", "'sha9'", StubModule.KERNEL);
    }

    @Test
    void keyOfATokenWithoutCertificateIsRefused() throws IOException {
        widget.signedBy("pkcs11:object=acme");

        assertFailsBeforeTheCompile("parameter <signingCertificate>", "pkcs11:object=acme");
    }

    @Test
    void pinInAKeysUriIsRefusedWithoutShowingIt() {
        assertThatThrownBy(() -> widget.signedBy("pkcs11:object=acme?pin-value=1234", certificate)
                        .compile())
                .isInstanceOf(UserException.class)
                .hasMessageContaining("parameter <signingKey>")
                .hasMessageContaining("KBUILD_SIGN_PIN")
                .hasMessageNotContaining("1234");
    }

    @Test
    void keyThatCannotBeReadIsNamedBeforeAnythingIsCompiled() {
        widget.signedBy("no-such.pem");

        assertFailsBeforeTheCompile("parameter <signingKey>", "'" + directory.resolve("widget/no-such.pem") + "'");
    }

    @Test
    void certificateThatCannotBeReadIsNamed() {
        widget.signedBy(key.toString(), directory.resolve("no-such.x509"));

        assertFailsBeforeTheCompile("parameter <signingCertificate>", "'" + directory.resolve("no-such.x509") + "'");
    }

    @Test
    void fileThatIsNoKeyIsNamed() throws IOException {
        Files.writeString(key, "no key\n");
        widget.signedBy(key.toString(), certificate);

        assertFailsBeforeTheCompile("parameter <signingKey>", "'" + key + "' holds no private key");
    }

    @Test
    void damagedKeyIsNamedWithWhatOpensslSaid() throws IOException {
        Files.writeString(key, "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
        widget.signedBy(key.toString(), certificate);

        assertFailsBeforeTheCompile("parameter <signingKey>", "'" + key + "'", "Could not read private key");
    }

    @Test
    void kernelThatLooksAtNoSignatureIsNamed() throws IOException {
        var config = dev.resolve(".config");
        Files.writeString(config, Files.readString(config).replace("CONFIG_MODULE_SIG=y\n", ""));
        widget.signedBy(key.toString(), certificate);

        assertFailsBeforeTheCompile("parameter <signingKey>", StubModule.KERNEL, "MODULE_SIG");
    }
}
