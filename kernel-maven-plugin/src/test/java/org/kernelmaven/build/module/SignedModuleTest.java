package org.kernelmaven.build.module;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.kernelmaven.build.module.StubModule.code;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kernelmaven.UserException;

/** Signatures by a key of openssl's; the stub's sign-file has openssl sign, and openssl checks what came out. */
class SignedModuleTest {

    private static final String MAGIC = "~Module signature appended~\n";

    /** Usage and result are those of scripts/sign-file.c, but for the bytes between signature and magic. */
    private static final String SIGN_FILE =
            """
            #!/bin/sh
            set -e
            [ $# = 4 ]
            openssl cms -sign -binary -noattr -nosmimecap -md "$1" -inkey "$2" -signer "$3" -in "$4" -outform DER \
            -out "$4.p7"
            { cat "$4.p7"; echo '~Module signature appended~'; } >> "$4"
            rm "$4.p7"
            """;

    @TempDir
    Path directory;

    private StubModule widget;
    private Path dev;
    private Path key;
    private Path certificate;

    @BeforeEach
    void project() throws IOException {
        widget = new StubModule(directory.resolve("widget"), directory.resolve("store"));
        widget.source("widget.c", code("int widget;"));
        dev = StubDev.copy(directory.resolve("dev"));
        signFile(SIGN_FILE);
        widget.kernel(dev);
        key = directory.resolve("key.pem");
        certificate = directory.resolve("key.x509");
        makeKey();
    }

    private void makeKey() throws IOException {
        StubDev.run(
                directory,
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-subj",
                "/CN=test",
                "-keyout",
                key.toString(),
                "-out",
                certificate.toString());
    }

    private void signFile(String script) throws IOException {
        var program = Files.writeString(dev.resolve("scripts/sign-file"), script);
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private void assertSigned() throws IOException {
        var signed = Files.readAllBytes(widget.installed("widget"));
        var text = new String(signed, ISO_8859_1);
        assertThat(text).endsWith(MAGIC);
        var unsigned = new StubModule(directory.resolve("unsigned/widget"), directory.resolve("store"));
        unsigned.source("widget.c", code("int widget;")).kernel(dev).compile();
        var length = (int) Files.size(unsigned.installed("widget"));
        assertThat(Arrays.copyOf(signed, length)).isEqualTo(Files.readAllBytes(unsigned.installed("widget")));
        var signature = Files.write(
                directory.resolve("signature"), Arrays.copyOfRange(signed, length, signed.length - MAGIC.length()));
        StubDev.run(
                directory,
                "openssl",
                "cms",
                "-verify",
                "-binary",
                "-inform",
                "DER",
                "-in",
                signature.toString(),
                "-content",
                unsigned.installed("widget").toString(),
                "-CAfile",
                certificate.toString(),
                "-purpose",
                "any",
                "-out",
                "/dev/null");
    }

    @Test
    void moduleIsSignedByKeyAndCertificate() throws IOException {
        widget.signedBy(key.toString(), certificate).compile();

        assertSigned();
    }

    @Test
    void certificateMayBeInTheKeysFile() throws IOException {
        var both = directory.resolve("widget/both.pem");
        Files.writeString(both, Files.readString(key) + Files.readString(certificate));

        widget.signedBy("both.pem").compile();

        assertSigned();
    }

    @Test
    void signedModuleIsStillAModule() throws IOException {
        widget.signedBy(key.toString(), certificate).compile();

        assertThat(StubDev.run(
                        directory,
                        "modinfo",
                        "-F",
                        "license",
                        widget.installed("widget").toString()))
                .startsWith("GPL");
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
        makeKey();

        widget.compile();

        assertSigned();
    }

    @Test
    void hashIsTheKernels() throws IOException {
        Files.writeString(
                dev.resolve(".config"),
                Files.readString(dev.resolve(".config")) + "CONFIG_MODULE_SIG_HASH=\"sha512\"\n");
        signFile("#!/bin/sh\necho \"$@\" > " + directory + "/argv\n");

        widget.signedBy(key.toString(), certificate).compile();

        assertThat(directory.resolve("argv"))
                .hasContent("sha512 " + key + " " + certificate + " " + widget.installed("widget"));
    }

    @Test
    void keyOfATokenIsGivenAsItIs() throws IOException {
        signFile("#!/bin/sh\necho \"$@\" > " + directory + "/argv\n");

        widget.signedBy("pkcs11:object=acme", certificate).compile();

        assertThat(directory.resolve("argv"))
                .hasContent("sha256 pkcs11:object=acme " + certificate + " " + widget.installed("widget"));
    }

    @Test
    void keyOfATokenWithoutCertificateIsRefused() {
        assertThatThrownBy(() -> widget.signedBy("pkcs11:object=acme").compile())
                .isInstanceOf(UserException.class)
                .hasMessageContaining("parameter <signingCertificate>")
                .hasMessageContaining("pkcs11:object=acme");
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
        assertThatThrownBy(() -> widget.signedBy("no-such.pem").compile())
                .isInstanceOf(UserException.class)
                .hasMessageContaining("parameter <signingKey>")
                .hasMessageContaining("'" + directory.resolve("widget/no-such.pem") + "'");
        assertThat(directory.resolve("widget/target/kernel-module/build.log")).doesNotExist();
    }

    @Test
    void certificateThatCannotBeReadIsNamed() {
        assertThatThrownBy(() -> widget.signedBy(key.toString(), directory.resolve("no-such.x509"))
                        .compile())
                .isInstanceOf(UserException.class)
                .hasMessageContaining("parameter <signingCertificate>")
                .hasMessageContaining("'" + directory.resolve("no-such.x509") + "'");
    }

    @Test
    void fileThatIsNoKeyIsNamedWithWhatTheProgramSaid() throws IOException {
        Files.writeString(key, "no key\n");

        assertThatThrownBy(() -> widget.signedBy(key.toString(), certificate).compile())
                .isInstanceOf(UserException.class)
                .hasMessageContaining("parameter <signingKey>")
                .hasMessageContaining("'" + key + "'")
                .hasMessageContaining("widget.ko")
                .hasMessageContaining("Could not read signing key");
    }

    @Test
    void kernelThatLooksAtNoSignatureIsNamed() throws IOException {
        Files.delete(dev.resolve("scripts/sign-file"));

        assertThatThrownBy(() -> widget.signedBy(key.toString(), certificate).compile())
                .isInstanceOf(UserException.class)
                .hasMessageContaining("parameter <signingKey>")
                .hasMessageContaining(StubModule.KERNEL)
                .hasMessageContaining("MODULE_SIG");
    }
}
