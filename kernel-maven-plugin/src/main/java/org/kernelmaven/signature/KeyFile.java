package org.kernelmaven.signature;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.kernelmaven.UserException;
import org.kernelmaven.kbuild.SigningKey;

/** A key in a PEM file, which openssl reads in whatever way it is encrypted. */
final class KeyFile implements PrivateKey {

    private static final long MOST_BYTES = 1 << 16;

    private final Path file;
    private final SigningTools tools;
    private final boolean encrypted;

    private KeyFile(Path file, SigningTools tools, boolean encrypted) {
        this.file = file;
        this.tools = tools;
        this.encrypted = encrypted;
    }

    /** @throws UserException where the file holds no key, or an encrypted one whose passphrase is not given */
    static KeyFile open(Path file, SigningTools tools) throws IOException {
        var text = Files.size(file) > MOST_BYTES ? "" : Files.readString(file, StandardCharsets.ISO_8859_1);
        if (!text.contains("PRIVATE KEY-----")) {
            throw new UserException("parameter <signingKey>: '" + file
                    + "' holds no private key in PEM form. Name the file of the key that signs modules.");
        }
        var encrypted = text.contains("ENCRYPTED");
        if (encrypted && tools.pin().isEmpty()) {
            throw new UserException("parameter <signingKey>: the key in '" + file + "' is encrypted. Set the variable "
                    + SigningKey.PIN + " to its passphrase.");
        }
        return new KeyFile(file, tools, encrypted);
    }

    @Override
    public byte[] sign(HashAlgorithm hash, byte[] digest, boolean elliptic) throws IOException {
        return tools.convert(
                digest,
                tools.pin().orElse(""),
                (input, output) -> List.of(
                        "openssl",
                        "pkeyutl",
                        "-sign",
                        "-inkey",
                        file.toString(),
                        "-passin",
                        "env:" + SigningKey.PIN,
                        "-pkeyopt",
                        "digest:" + hash.kernelName(),
                        "-in",
                        input.toString(),
                        "-out",
                        output.toString()),
                said -> new UserException("parameter <signingKey>: nothing can be signed with the key in '" + file
                        + "'."
                        + (encrypted
                                ? " Is the passphrase in the variable " + SigningKey.PIN + " that of this key?"
                                : "")
                        + " openssl says:\n" + said));
    }

    @Override
    public String toString() {
        return "'" + file + "'";
    }
}
