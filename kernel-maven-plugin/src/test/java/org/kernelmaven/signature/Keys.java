package org.kernelmaven.signature;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.kernelmaven.tool.Command;
import org.kernelmaven.tool.CommandRunner;

/** Keys and certificates of openssl's in a folder, and the token of SoftHSM that some of them are put into. */
public final class Keys {

    /** The PIN of the token, and the passphrase of {@link #encrypted}. */
    public static final String PIN = "314159";

    private static final List<String> LIBRARIES = List.of(
            "/usr/lib/softhsm/libsofthsm2.so",
            "/usr/lib64/pkcs11/libsofthsm2.so",
            "/usr/lib/pkcs11/libsofthsm2.so",
            "/usr/lib64/softhsm/libsofthsm2.so");

    private final Path directory;

    /** @param directory a folder that exists */
    public Keys(Path directory) {
        this.directory = directory;
    }

    /** Makes an RSA key in {@code NAME.pem}, and its certificate in {@code NAME.x509}. */
    public Keys rsa(String name) throws IOException {
        return make(name, "-newkey", "rsa:2048");
    }

    /** The same of an elliptic curve. */
    public Keys elliptic(String name) throws IOException {
        return make(name, "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1");
    }

    private Keys make(String name, String... kind) throws IOException {
        var argv = new ArrayList<>(List.of("openssl", "req", "-x509", "-nodes", "-subj", "/CN=" + name));
        argv.addAll(List.of(kind));
        argv.addAll(List.of(
                "-keyout", key(name).toString(), "-out", certificate(name).toString()));
        run(argv);
        return this;
    }

    /** {@code NAME.pem} once more, encrypted as openssl encrypts today. */
    public Path encrypted(String name) throws IOException {
        var file = directory.resolve(name + "-encrypted.pem");
        run(List.of("openssl", "pkcs8", "-topk8", "-in", key(name) + "", "-passout", "pass:" + PIN, "-out", file + ""));
        return file;
    }

    /** Where a key is. */
    public Path key(String name) {
        return directory.resolve(name + ".pem");
    }

    /** Where its certificate is, in PEM form. */
    public Path certificate(String name) {
        return directory.resolve(name + ".x509");
    }

    /** Makes an empty token. */
    public Keys token(String label) throws IOException {
        var tokens = Files.createDirectories(directory.resolve("tokens"));
        Files.writeString(configuration(), "directories.tokendir = " + tokens + "\nobjectstore.backend = file\n");
        run(List.of("softhsm2-util", "--init-token", "--free", "--label", label, "--pin", PIN, "--so-pin", PIN));
        return this;
    }

    /** Puts a key into a token, under its name as label. */
    public Keys importInto(String token, String name, String id) throws IOException {
        run(List.of(
                "softhsm2-util",
                "--import",
                key(name) + "",
                "--token",
                token,
                "--label",
                name,
                "--id",
                id,
                "--pin",
                PIN));
        return this;
    }

    /** The library that talks to the tokens. */
    public static String library() {
        return LIBRARIES.stream()
                .filter(library -> Files.exists(Path.of(library)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("SoftHSM is in none of " + LIBRARIES + ": install softhsm2"));
    }

    /** Where SoftHSM is told of the tokens: what its variable {@code SOFTHSM2_CONF} must be. */
    public Path configuration() {
        return directory.resolve("softhsm2.conf");
    }

    /** Runs a command that must succeed, and gives what it printed. */
    public String run(List<String> argv) throws IOException {
        var variables = Map.of("LC_ALL", "C", "SOFTHSM2_CONF", configuration().toString());
        var result = new CommandRunner().run(new Command(argv, directory, variables));
        if (!result.succeeded()) {
            throw new IOException(String.join(" ", argv) + ": " + result.output());
        }
        return result.output();
    }
}
