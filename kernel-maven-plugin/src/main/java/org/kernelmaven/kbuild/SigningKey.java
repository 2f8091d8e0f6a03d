package org.kernelmaven.kbuild;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.kernelmaven.UserException;

/**
 * The key that signs modules, given by parameter {@code signingKey}: without one, Kbuild makes a new key at random for
 * each build tree (Documentation/admin-guide/module-signing.rst).
 *
 * @param location a PEM file with the private key and its certificate, or a {@code pkcs11:} URI
 */
public record SigningKey(String location) {

    /**
     * Where the key is in the build tree while modules are signed; nothing packs it. Not Kbuild's own
     * {@code certs/signing_key.pem}: for that name it has a rule that makes a new one.
     */
    public static final String FILE = "certs/kernel_maven_signing_key.pem";

    /**
     * The variable that holds the key's passphrase or PIN (Documentation/admin-guide/module-signing.rst, Linux 6.1).
     */
    public static final String PIN = "KBUILD_SIGN_PIN";

    private static final String PKCS11 = "pkcs11:";
    private static final long MOST_BYTES = 1 << 16;

    /** The options that a configuration needs, without their prefix, and their values. */
    public Map<String, String> options() {
        return Map.of("MODULE_SIG_KEY", location.startsWith(PKCS11) ? location : FILE);
    }

    /**
     * Copies the key into the build tree, readable by its owner alone.
     *
     * @param base what a relative location is relative to
     * @throws UserException where it is no PEM file with both parts
     */
    public void install(Path base, Path buildTree) throws IOException {
        if (location.startsWith(PKCS11)) {
            return;
        }
        var file = base.resolve(location);
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw new UserException("parameter <signingKey>: no readable file '" + file
                    + "'. Make one with: openssl req -new -nodes -utf8 -sha256 -days 36500 -batch -x509"
                    + " -subj '/CN=kernel modules' -outform PEM -out KEY.pem -keyout KEY.pem");
        }
        var bytes = Files.size(file) > MOST_BYTES ? new byte[0] : Files.readAllBytes(file);
        var text = new String(bytes, StandardCharsets.ISO_8859_1);
        if (!text.contains("PRIVATE KEY-----") || !text.contains("-----BEGIN CERTIFICATE-----")) {
            throw new UserException("parameter <signingKey>: '" + file
                    + "' is not what signs modules: a PEM file with a private key and its X.509 certificate.");
        }
        OwnFiles.write(buildTree.resolve(FILE), bytes, OwnFiles.SECRET);
    }

    /** Takes the key out of the build tree again. */
    public static void remove(Path buildTree) throws IOException {
        Files.deleteIfExists(buildTree.resolve(FILE));
    }

    /** Says nothing of the key but where it is; a {@code pkcs11:} URI may hold a PIN. */
    @Override
    public String toString() {
        return location.startsWith(PKCS11) ? PKCS11 + "…" : location;
    }
}
