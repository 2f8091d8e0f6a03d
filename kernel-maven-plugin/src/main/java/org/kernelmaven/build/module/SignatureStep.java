package org.kernelmaven.build.module;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.kernelmaven.UserException;
import org.kernelmaven.build.Environment;
import org.kernelmaven.build.Fingerprint;
import org.kernelmaven.kbuild.Make;
import org.kernelmaven.kconfig.ConfigValue;
import org.kernelmaven.kconfig.DotConfig;
import org.kernelmaven.signature.HashAlgorithm;
import org.kernelmaven.signature.ModuleSigner;
import org.kernelmaven.signature.SigningTools;
import org.kernelmaven.tool.Command;

/**
 * Makes a compiled module what is installed: without debug information where asked, then signed, for a signature covers
 * every byte (Documentation/admin-guide/module-signing.rst, Linux 6.1).
 */
final class SignatureStep {

    private final Environment environment;
    private final PreparedModule module;
    private final Optional<ModuleSigner> signer;

    private SignatureStep(Environment environment, PreparedModule module, Optional<ModuleSigner> signer) {
        this.environment = environment;
        this.module = module;
        this.signer = signer;
    }

    /** Who signs: another key or certificate in the same place is another. */
    static String fingerprint(ModuleRequest request) throws IOException {
        var fingerprint = new Fingerprint().add("signature", request.signature());
        if (request.signature().isPresent()) {
            var signature = request.signature().get();
            if (!ModuleSigner.isToken(signature.key())) {
                var file = request.project().baseDirectory().resolve(signature.key());
                fingerprint.identity("key", Optional.of(file));
            }
            fingerprint.identity("certificate", signature.certificate());
        }
        return fingerprint.digest();
    }

    /** Opens key and certificate, so that nothing is compiled where nobody could sign it. */
    static SignatureStep of(PreparedModule module, Environment environment, ModuleWorkspace workspace)
            throws IOException {
        var request = module.request();
        if (request.signature().isEmpty()) {
            return new SignatureStep(environment, module, Optional.empty());
        }
        var tools = new SigningTools(
                environment.runner(), environment.host(), environment.variables(), workspace.signatures());
        var signer = ModuleSigner.open(
                request.signature().get().key(),
                request.project().baseDirectory(),
                request.signature().get().certificate(),
                hash(module.kernel()),
                tools);
        return new SignatureStep(environment, module, Optional.of(signer));
    }

    /** The hash that the kernel was told to sign its own modules with. */
    private static HashAlgorithm hash(ModuleKernel kernel) throws IOException {
        var config = DotConfig.read(kernel.dev().directory().resolve(".config"));
        if (config.tristate("MODULE_SIG") != ConfigValue.Tristate.Y) {
            throw new UserException("parameter <signingKey>: " + kernel.describe()
                    + " was built without CONFIG_MODULE_SIG: it would not look at a signature. Leave the parameter out,"
                    + " or turn MODULE_SIG on in the kernel project.");
        }
        var name = config.get("MODULE_SIG_HASH")
                .map(value -> value instanceof ConfigValue.Text text ? text.text() : value.toString())
                .orElse("sha256");
        return HashAlgorithm.of(name)
                .orElseThrow(() -> new UserException("parameter <signingKey>: the CONFIG_MODULE_SIG_HASH of "
                        + kernel.describe() + " is '" + name + "', which this plugin does not know. Use a later one."));
    }

    /** Copies a module to where it is packed. */
    void install(Path built, Path target) throws IOException {
        if (module.request().strip()) {
            strip(built, target);
        } else {
            Files.copy(built, target);
        }
        if (signer.isPresent()) {
            signer.get().sign(target);
        }
    }

    private void strip(Path built, Path target) throws IOException {
        var argv = List.of(module.kernel().toolchain().objcopy(), "--strip-debug", built.toString(), target.toString());
        var result = environment
                .runner()
                .run(Command.of(module.mirror(), argv).without(Make.LEAKS).with("LC_ALL", "C"));
        if (!result.succeeded()) {
            throw new UserException("Debug information could not be taken out of " + built.getFileName() + " (exit "
                    + result.exitCode() + "): " + result.output().strip());
        }
    }
}
