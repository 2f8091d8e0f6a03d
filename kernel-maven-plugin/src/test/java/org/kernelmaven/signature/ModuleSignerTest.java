package org.kernelmaven.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.kernelmaven.UserException;
import org.kernelmaven.tool.CommandRunner;
import org.kernelmaven.tool.Host;

/** Signatures by keys in files and in a token of SoftHSM; the oracle is openssl. */
class ModuleSignerTest {

    private static final String MAGIC = "~Module signature appended~\n";

    @TempDir
    static Path shared;

    private static Keys keys;

    @TempDir
    Path directory;

    private Path module;
    private final HashMap<String, String> variables = new HashMap<>(System.getenv());

    @BeforeAll
    static void keys() throws IOException {
        keys = new Keys(shared);
        keys.rsa("rsa").rsa("other").elliptic("ec");
        keys.token("acme").token("spare");
        keys.importInto("acme", "rsa", "01").importInto("acme", "other", "02").importInto("acme", "ec", "0a0b");
    }

    @BeforeEach
    void module() throws IOException {
        module = Files.writeString(directory.resolve("widget.ko"), "a module\n");
        variables.put("SOFTHSM2_CONF", keys.configuration().toString());
        variables.put("KBUILD_SIGN_PIN", Keys.PIN);
    }

    private void sign(String location, String certificate) throws IOException {
        sign(location, Optional.of(keys.certificate(certificate)), HashAlgorithm.SHA256);
    }

    private void sign(String location, Optional<Path> certificate, HashAlgorithm hash) throws IOException {
        var tools =
                new SigningTools(new CommandRunner(variables), Host.current(), variables, directory.resolve("scratch"));
        ModuleSigner.open(location, shared, certificate, hash, tools).sign(module);
    }

    private static String uri(String attributes) {
        return "pkcs11:" + attributes + "?module-path=" + Keys.library();
    }

    /** Takes the signature off, as include/linux/module_signature.h lays it out. */
    private byte[] signature() throws IOException {
        var signed = Files.readAllBytes(module);
        var content = "a module\n".length();
        assertThat(new String(signed, StandardCharsets.ISO_8859_1))
                .startsWith("a module\n")
                .endsWith(MAGIC);
        var struct = ByteBuffer.wrap(signed, signed.length - MAGIC.length() - 12, 12);
        var length = signed.length - content - 12 - MAGIC.length();
        var types = new byte[8];
        struct.get(types);
        assertThat(types).containsExactly(0, 0, 2, 0, 0, 0, 0, 0);
        assertThat(struct.getInt()).isEqualTo(length);
        return Arrays.copyOfRange(signed, content, content + length);
    }

    private void assertSignedBy(String name) throws IOException {
        var signature = Files.write(directory.resolve("signature"), signature());
        var content = Files.writeString(directory.resolve("content"), "a module\n");
        keys.run(List.of(
                "openssl",
                "cms",
                "-verify",
                "-binary",
                "-inform",
                "DER",
                "-in",
                signature.toString(),
                "-content",
                content.toString(),
                "-certfile",
                keys.certificate(name).toString(),
                "-nointern",
                "-noverify",
                "-out",
                "/dev/null"));
    }

    private AbstractThrowableAssert<?, ? extends Throwable> assertRefused(String location, String certificate) {
        return assertThatThrownBy(() -> sign(location, certificate))
                .isInstanceOf(UserException.class)
                .hasMessageNotContaining(Keys.PIN);
    }

    /** sign-file makes it by the same functions of OpenSSL, with these flags. */
    @ParameterizedTest
    @EnumSource
    void signatureByAnRsaKeyIsWhatOpensslMakes(HashAlgorithm hash) throws IOException {
        var content = Files.writeString(directory.resolve("content"), "a module\n");
        keys.run(List.of(
                "openssl",
                "cms",
                "-sign",
                "-binary",
                "-noattr",
                "-nocerts",
                "-nosmimecap",
                "-md",
                hash.kernelName(),
                "-inkey",
                keys.key("rsa").toString(),
                "-signer",
                keys.certificate("rsa").toString(),
                "-in",
                content.toString(),
                "-outform",
                "DER",
                "-out",
                directory.resolve("openssl.p7s").toString()));

        sign("rsa.pem", Optional.of(keys.certificate("rsa")), hash);

        assertThat(signature()).isEqualTo(Files.readAllBytes(directory.resolve("openssl.p7s")));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = "SHA3.*")
    void signatureByAnEllipticKeyVerifies(HashAlgorithm hash) throws IOException {
        sign("ec.pem", Optional.of(keys.certificate("ec")), hash);

        assertSignedBy("ec");
    }

    @Test
    void keyWithAPassphraseSigns() throws IOException {
        sign(keys.encrypted("rsa").toString(), "rsa");

        assertSignedBy("rsa");
    }

    @Test
    void certificateMayBeInDerForm() throws IOException {
        var der = directory.resolve("rsa.der");
        keys.run(List.of("openssl", "x509", "-in", keys.certificate("rsa") + "", "-outform", "DER", "-out", der + ""));

        sign("rsa.pem", Optional.of(der), HashAlgorithm.SHA256);

        assertSignedBy("rsa");
    }

    @Test
    void keyOfATokenSigns() throws IOException {
        sign(uri("token=acme;object=rsa"), "rsa");

        assertSignedBy("rsa");
    }

    @Test
    void keyOfATokenIsTheOneOfThatIdAmongSeveral() throws IOException {
        sign(uri("token=acme;id=%02;type=private"), "other");

        assertSignedBy("other");
    }

    @Test
    void ellipticKeyOfATokenSigns() throws IOException {
        sign(uri("token=acme;id=%0a%0B"), "ec");

        assertSignedBy("ec");
    }

    @Test
    void pinMayBeInAFile() throws IOException {
        variables.remove("KBUILD_SIGN_PIN");
        var pin = Files.writeString(directory.resolve("pin"), Keys.PIN + "\n");

        sign(uri("token=acme;object=rsa") + "&pin-source=file:" + pin, "rsa");

        assertSignedBy("rsa");
    }

    @Test
    void nothingIsLeftBesideTheModule() throws IOException {
        sign(uri("token=acme;object=rsa"), "rsa");

        try (var files = Files.list(directory)) {
            assertThat(files).containsExactly(module);
        }
    }

    @Test
    void wrongPinIsSaidWithoutShowingIt() {
        variables.put("KBUILD_SIGN_PIN", "271828");

        assertRefused(uri("token=acme;object=rsa"), "rsa")
                .hasMessageContaining("parameter <signingKey>")
                .hasMessageContaining("KBUILD_SIGN_PIN")
                .hasMessageContaining("CKR_PIN_INCORRECT")
                .hasMessageNotContaining("271828");
    }

    @Test
    void missingPinIsSaid() {
        variables.remove("KBUILD_SIGN_PIN");

        assertRefused(uri("token=acme;object=rsa"), "rsa").hasMessageContaining("Set the variable KBUILD_SIGN_PIN");
    }

    @Test
    void missingFileOfThePinIsNamed() {
        assertRefused(uri("token=acme;object=rsa") + "&pin-source=file:/no/such/pin", "rsa")
                .hasMessageContaining("pin-source")
                .hasMessageContaining("'/no/such/pin'");
    }

    @Test
    void missingTokenIsNamedWithThoseThatAreThere() {
        assertRefused(uri("token=akme;object=rsa"), "rsa")
                .hasMessageContaining("token=akme")
                .hasMessageContaining("no such token")
                .hasMessageContaining("token=acme")
                .hasMessageContaining("token=spare");
    }

    @Test
    void tokenThatIsNotNamedIsRefusedWhereThereAreTwo() {
        assertRefused(uri("object=rsa"), "rsa").hasMessageContaining("there are 2 such");
    }

    @Test
    void missingKeyOfATokenIsNamedWithThoseThatAreThere() {
        assertRefused(uri("token=acme;object=rsb"), "rsa")
                .hasMessageContaining("no such private key")
                .hasMessageContaining("id=02;object=other");
    }

    @Test
    void missingLibraryIsNamed() {
        assertRefused("pkcs11:token=acme;object=rsa?module-path=/no/such.so", "rsa")
                .hasMessageContaining("parameter <signingKey>: module-path")
                .hasMessageContaining("'/no/such.so'");
    }

    @Test
    void libraryThatIsNoneIsNamed() throws IOException {
        var library = Files.writeString(directory.resolve("none.so"), "text");

        assertRefused("pkcs11:token=acme;object=rsa?module-path=" + library, "rsa")
                .hasMessageContaining("cannot be listed by " + library)
                .hasMessageContaining("Failed to load pkcs11 module");
    }

    @Test
    void missingProgramIsNamedWithItsPackage() {
        var tools = new SigningTools(
                new CommandRunner(variables),
                new Host("x86_64", 1, List.of(directory)),
                variables,
                directory.resolve("scratch"));

        assertThatThrownBy(() -> ModuleSigner.open(
                        uri("token=acme;object=rsa"),
                        shared,
                        Optional.of(keys.certificate("rsa")),
                        HashAlgorithm.SHA256,
                        tools))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("pkcs11-tool")
                .hasMessageContaining("opensc");
    }

    @Test
    void certificateOfAnotherKeyIsRefused() {
        assertRefused("rsa.pem", "other")
                .hasMessageContaining("parameter <signingCertificate>")
                .hasMessageContaining("'" + keys.certificate("other") + "' does not belong to the key")
                .hasMessageContaining("'" + keys.key("rsa") + "'");
    }

    @Test
    void certificateOfAnotherKindOfKeyIsRefused() {
        assertRefused("rsa.pem", "ec").hasMessageContaining("does not belong to the key");
    }

    @Test
    void certificateOfAnotherKeyThanTheTokensIsRefused() {
        assertRefused(uri("token=acme;object=rsa"), "other")
                .hasMessageContaining("does not belong to the key 'pkcs11:token=acme;object=rsa");
    }

    @Test
    void keyThatTheKernelCannotCheckIsRefused() throws IOException {
        keys.run(List.of(
                "openssl",
                "req",
                "-x509",
                "-nodes",
                "-subj",
                "/CN=x",
                "-newkey",
                "ed25519",
                "-keyout",
                directory.resolve("ed.pem").toString(),
                "-out",
                directory.resolve("ed.x509").toString()));

        assertThatThrownBy(() -> sign(
                        directory.resolve("ed.pem").toString(),
                        Optional.of(directory.resolve("ed.x509")),
                        HashAlgorithm.SHA256))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("'EdDSA'")
                .hasMessageContaining("RSA");
    }

    @Test
    void wrongPassphraseIsSaidWithoutShowingIt() throws IOException {
        var encrypted = keys.encrypted("rsa").toString();
        variables.put("KBUILD_SIGN_PIN", "271828");

        assertRefused(encrypted, "rsa")
                .hasMessageContaining("'" + encrypted + "'")
                .hasMessageContaining("KBUILD_SIGN_PIN")
                .hasMessageNotContaining("271828");
    }

    @Test
    void missingPassphraseIsSaid() throws IOException {
        variables.remove("KBUILD_SIGN_PIN");

        assertRefused(keys.encrypted("rsa").toString(), "rsa")
                .hasMessageContaining("encrypted")
                .hasMessageContaining("Set the variable KBUILD_SIGN_PIN");
    }

    @Test
    void certificateThatIsNoneIsNamed() throws IOException {
        var text = Files.writeString(directory.resolve("text"), "no certificate\n");

        assertThatThrownBy(() -> sign("rsa.pem", Optional.of(text), HashAlgorithm.SHA256))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("parameter <signingCertificate>: '" + text + "' holds no X.509 certificate");
    }

    @Test
    void keysFileWithoutCertificateIsNamedWithTheCure() {
        assertThatThrownBy(() -> sign("rsa.pem", Optional.empty(), HashAlgorithm.SHA256))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("parameter <signingKey>")
                .hasMessageContaining("<signingCertificate>");
    }
}
