package org.kernelmaven.build.module;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.kernelmaven.UserException;
import org.kernelmaven.build.Environment;
import org.kernelmaven.kbuild.Make;
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

    /** Looks for what would fail after the compile. */
    void check(PreparedModule module) {
        if (module.request().signature().isEmpty()) {
            return;
        }
        var signature = module.request().signature().get();
        if (!isUri(signature.key())) {
            readable("signingKey", key(module, signature));
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
            run(
                    module,
                    "Stripping " + built.getFileName(),
                    List.of(
                            module.kernel().toolchain().objcopy(),
                            "--strip-debug",
                            built.toString(),
                            target.toString()));
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
                : key(module, signature).toString();
        run(
                module,
                "Signing " + file.getFileName(),
                List.of(
                        dev.resolve(PROGRAM).toString(),
                        hash,
                        key,
                        signature.certificate().map(Path::toString).orElse(key),
                        file.toString()));
    }

    private void run(PreparedModule module, String what, List<String> argv) throws IOException {
        var command = new Command(new ArrayList<>(argv), module.mirror(), Map.of())
                .without(Make.LEAKS.stream()
                        .filter(name -> !name.startsWith("KBUILD"))
                        .toList())
                .with("LC_ALL", "C");
        var result = environment.runner().run(command);
        if (!result.succeeded()) {
            throw new UserException(what + " failed (exit " + result.exitCode() + "): " + result.output());
        }
    }

    private static Path key(PreparedModule module, ModuleRequest.Signature signature) {
        return module.request().project().baseDirectory().resolve(signature.key());
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
