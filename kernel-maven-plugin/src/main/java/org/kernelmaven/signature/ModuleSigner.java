package org.kernelmaven.signature;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.kernelmaven.UserException;

/**
 * Signs modules as the kernel's scripts/sign-file does, byte for byte where the key is RSA: a detached CMS signature,
 * {@code struct module_signature} and a magic text at the file's end (scripts/sign-file.c, Linux 6.12;
 * include/linux/module_signature.h).
 *
 * <p>sign-file itself runs only on a machine like the one that compiled the kernel, finds no token where OpenSSL has no
 * provider for it, and says of a wrong certificate nothing: the kernel would, when the module is loaded.
 */
public final class ModuleSigner {

    private static final String MAGIC = "~Module signature appended~\n";

    /** The struct's size; all of it is zero but {@code id_type}, the third byte, and {@code sig_len}, the last four. */
    private static final int STRUCT_BYTES = 12;

    private static final byte PKEY_ID_PKCS7 = 2;

    private final PrivateKey key;
    private final SigningCertificate certificate;
    private final HashAlgorithm hash;

    private ModuleSigner(PrivateKey key, SigningCertificate certificate, HashAlgorithm hash) {
        this.key = key;
        this.certificate = certificate;
        this.hash = hash;
    }

    /** Whether a key's location is an address in a token; else it is a file. */
    public static boolean isToken(String location) {
        return location.startsWith(TokenUri.SCHEME);
    }

    /**
     * Finds key and certificate, and tries them.
     *
     * @param location a PEM file, or a {@code pkcs11:} URI
     * @param base what a relative location is relative to
     * @param certificate its file, PEM or DER; empty where the key's file holds it too
     * @throws KeyException where there is no such key, it does not open, or the certificate is another's
     */
    public static ModuleSigner open(
            String location, Path base, Optional<Path> certificate, HashAlgorithm hash, SigningTools tools)
            throws IOException {
        try {
            certificate.ifPresent(file -> requireReadable("signingCertificate", file));
            var signer = isToken(location)
                    ? ofToken(TokenUri.parse(location), certificate, hash, tools)
                    : ofFile(base.resolve(location), certificate, hash, tools);
            signer.signature(InputStream.nullInputStream());
            return signer;
        } catch (UserException e) {
            throw new KeyException(e);
        }
    }

    private static ModuleSigner ofToken(
            TokenUri uri, Optional<Path> certificate, HashAlgorithm hash, SigningTools tools) throws IOException {
        if (certificate.isEmpty()) {
            throw new UserException("parameter <signingCertificate>: needed with the key '" + uri
                    + "', for a token need not hold its certificate. Name the file of it.");
        }
        var read = SigningCertificate.read("signingCertificate", certificate.get());
        return new ModuleSigner(TokenKey.open(uri, tools), read, hash);
    }

    private static ModuleSigner ofFile(Path file, Optional<Path> certificate, HashAlgorithm hash, SigningTools tools)
            throws IOException {
        requireReadable("signingKey", file);
        var key = KeyFile.open(file, tools);
        var read = certificate.isPresent()
                ? SigningCertificate.read("signingCertificate", certificate.get())
                : SigningCertificate.read("signingKey", file);
        return new ModuleSigner(key, read, hash);
    }

    private static void requireReadable(String parameter, Path file) {
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw new UserException("parameter <" + parameter + ">: there is no readable file '" + file
                    + "'. Correct the path, or let this user read it.");
        }
    }

    /** Appends a signature to a module. */
    public void sign(Path module) throws IOException {
        byte[] signature;
        try (var content = Files.newInputStream(module)) {
            signature = signature(content);
        }
        var end = ByteBuffer.allocate(signature.length + STRUCT_BYTES + MAGIC.length())
                .put(signature)
                .put(new byte[] {0, 0, PKEY_ID_PKCS7, 0, 0, 0, 0, 0})
                .putInt(signature.length)
                .put(MAGIC.getBytes(StandardCharsets.US_ASCII));
        Files.write(module, end.array(), StandardOpenOption.APPEND);
    }

    private byte[] signature(InputStream content) throws IOException {
        var digest = hash.digest();
        var check = certificate.check(hash);
        var buffer = new byte[1 << 16];
        for (var read = content.read(buffer); read >= 0; read = content.read(buffer)) {
            digest.update(buffer, 0, read);
            check.update(buffer, read);
        }
        var value = key.sign(hash, digest.digest(), certificate.isElliptic());
        if (!check.accepts(value)) {
            throw new UserException("parameter <signingCertificate>: the certificate in '" + certificate.file()
                    + "' does not belong to the key " + key + ", so no kernel would accept what that key signs. Name"
                    + " the certificate of the key.");
        }
        return certificate.signedData(hash, value);
    }
}
