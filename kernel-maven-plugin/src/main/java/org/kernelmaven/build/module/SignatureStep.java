package org.kernelmaven.build.module;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.kernelmaven.UserException;
import org.kernelmaven.build.Environment;
import org.kernelmaven.build.Fingerprint;
import org.kernelmaven.kbuild.Make;
import org.kernelmaven.kbuild.SigningKey;
import org.kernelmaven.kconfig.ConfigValue;
import org.kernelmaven.kconfig.DotConfig;
import org.kernelmaven.tool.Command;

/**
 * Makes a compiled module what is installed: without debug information where asked, then signed, for a signature covers
 * every byte (Documentation/admin-guide/module-signing.rst, Linux 6.1).
 */
final class SignatureStep {

    private static final String PROGRAM = "scripts/sign-file";

    private final Environment environment;

    SignatureStep(Environment environment) {
        this.environment = environment;
    }

    /** Who signs: another key or certificate in the same place is another. */
    static String fingerprint(ModuleRequest request) throws IOException {
        var fingerprint = new Fingerprint().add("signature", request.signature());
        if (request.signature().isPresent()) {
            var signature = request.signature().get();
            if (!isUri(signature.key())) {
                fingerprint.identity("key", Optional.of(key(request, signature)));
            }
            fingerprint.identity("certificate", signature.certificate());
        }
        return fingerprint.digest();
    }

    /** Looks for what would fail after the compile. */
    void check(PreparedModule module) {
        if (module.request().signature().isEmpty()) {
            return;
        }
        var signature = module.request().signature().get();
        if (!isUri(signature.key())) {
            readable("signingKey", key(module.request(), signature));
        } else if (signature.key().contains("pin-value=")) {
            throw new UserException("parameter <signingKey>: the URI holds a PIN, which other users of this machine"
                    + " could see. Put it into the variable " + SigningKey.PIN + ", or use pin-source.");
        } else if (signature.certificate().isEmpty()) {
            throw new UserException("parameter <signingCertificate>: needed with the key '" + signature.key()
                    + "', for a token does not give its certificate. Name the file of it.");
        }
        signature.certificate().ifPresent(file -> readable("signingCertificate", file));
        if (!Files.isRegularFile(module.kernel().dev().directory().resolve(PROGRAM))) {
            throw new UserException("parameter <signingKey>: " + module.kernel().describe()
                    + " was built without CONFIG_MODULE_SIG, so its dev artifact has no " + PROGRAM
                    + ", and it would not look at a signature. Leave the parameter out, or turn MODULE_SIG on in the"
                    + " kernel project.");
        }
    }

    /** Copies a module to where it is packed. */
    void install(PreparedModule module, Path built, Path target) throws IOException {
        if (module.request().strip()) {
            var argv = List.of(
                    module.kernel().toolchain().objcopy(), "--strip-debug", built.toString(), target.toString());
            run(module, argv, "Debug information could not be taken out of " + built.getFileName());
        } else {
            Files.copy(built, target);
        }
        if (module.request().signature().isPresent()) {
            sign(module, module.request().signature().get(), target);
        }
    }

    private void sign(PreparedModule module, ModuleRequest.Signature signature, Path file) throws IOException {
        var dev = module.kernel().dev().directory();
        var hash = DotConfig.read(dev.resolve(".config"))
                .get("MODULE_SIG_HASH")
                .map(value -> value instanceof ConfigValue.Text text ? text.text() : value.toString())
                .orElse("sha256");
        var key = isUri(signature.key())
                ? signature.key()
                : key(module.request(), signature).toString();
        var certificate = signature.certificate().map(Path::toString).orElse(key);
        run(
                module,
                List.of(dev.resolve(PROGRAM).toString(), hash, key, certificate, file.toString()),
                "parameter <signingKey>: " + file.getFileName() + " could not be signed with '" + key
                        + "' and the certificate in '" + certificate + "'");
    }

    private void run(PreparedModule module, List<String> argv, String failure) throws IOException {
        var command = new Command(new ArrayList<>(argv), module.mirror(), Map.of())
                .without(Make.LEAKS)
                .keeping(SigningKey.PIN)
                .with("LC_ALL", "C");
        var result = environment.runner().run(command);
        if (!result.succeeded()) {
            throw new UserException(failure + " (exit " + result.exitCode() + "): "
                    + result.output().strip());
        }
    }

    private static Path key(ModuleRequest request, ModuleRequest.Signature signature) {
        return request.project().baseDirectory().resolve(signature.key());
    }

    private static boolean isUri(String key) {
        return key.startsWith("pkcs11:");
    }

    private static void readable(String parameter, Path file) {
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw new UserException("parameter <" + parameter + ">: there is no readable file '" + file
                    + "'. Correct the path, or let this user read it.");
        }
    }
}
