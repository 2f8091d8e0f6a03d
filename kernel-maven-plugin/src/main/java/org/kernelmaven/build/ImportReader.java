package org.kernelmaven.build;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.kernelmaven.UserException;
import org.kernelmaven.kbuild.Arch;
import org.kernelmaven.kbuild.Jobs;
import org.kernelmaven.settings.Origin;
import org.kernelmaven.settings.Problems;
import org.kernelmaven.source.ReadyMade;
import org.kernelmaven.source.SourceSettings;
import org.kernelmaven.tool.Host;

/** Reads a request for a kernel that was compiled already: whatever would change that kernel is a mistake. */
final class ImportReader {

    private final KernelRequest request;
    private final Host host;
    private final Problems problems = new Problems();

    ImportReader(KernelRequest request, Host host) {
        this.request = request;
        this.host = host;
    }

    /** Whether a request is for such a kernel. */
    static boolean isImport(KernelRequest request) {
        return request.source().filter(SourceSettings::isReadyMade).isPresent();
    }

    /**
     * Reads.
     *
     * @throws UserException with every problem found
     */
    ImportSpec read() {
        var source = SourceSettings.read(
                request.source().orElseThrow(), request.project().baseDirectory(), problems);
        given().forEach((name, isGiven) -> {
            if (isGiven) {
                problems.add(
                        Origin.parameter(name),
                        "the <source> is a kernel that was compiled already, which this cannot change. Remove it, or"
                                + " give a <source> to compile.");
            }
        });
        var arch = arch();
        problems.throwIfAny();
        var compile = request.compile();
        return new ImportSpec(
                request.project(),
                (ReadyMade) source.orElseThrow(),
                request.config().modDirVersion(),
                arch,
                Jobs.of(
                        compile.jobs(),
                        host,
                        compile.concurrency().threads(),
                        compile.concurrency().kernels()));
    }

    /** The parameters that say how a kernel is made, in the order of their documentation. */
    private Map<String, Boolean> given() {
        var config = request.config();
        var compile = request.compile();
        var given = new LinkedHashMap<String, Boolean>();
        given.put("base", request.base().isPresent());
        given.put("patches", request.patches().isPresent());
        given.put("baseConfig", config.baseConfig().isPresent());
        given.put("configFile", config.configFile().isPresent());
        given.put("commonConfig", config.commonConfig().isPresent());
        given.put("configLayers", config.layers().isPresent());
        given.put(
                "config",
                config.options().isPresent()
                        || config.userProperties().keySet().stream()
                                .anyMatch(name -> name.startsWith("kernel.config.")));
        given.put("extraConfig", config.extraConfig().isPresent());
        given.put("features", config.features().isPresent());
        given.put("autoModules", config.autoModules().isPresent());
        given.put("preferBuiltin", config.preferBuiltin().isPresent());
        given.put("resolveDependencies", config.resolveDependencies().isPresent());
        given.put("ignoreConfigErrors", config.ignoreErrors().isPresent());
        given.put("llvm", compile.llvm().isPresent());
        given.put("makeFlags", compile.makeFlags().isPresent());
        given.put("signingKey", compile.signingKey().isPresent());
        given.put("randstructSeed", compile.randstructSalt().isPresent());
        given.put("extraFirmware", compile.firmware().isPresent());
        given.put("debugArtifact", request.debugArtifact());
        return given;
    }

    private Optional<Arch> arch() {
        try {
            return request.compile().arch().map(name -> Arch.parse(name, "parameter <arch>"));
        } catch (UserException e) {
            problems.add(String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }
}
