package org.kernelmaven.build.module;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.kernelmaven.UserException;
import org.kernelmaven.artifact.ModuleArtifacts;
import org.kernelmaven.build.Environment;
import org.kernelmaven.kbuild.CompileException;
import org.kernelmaven.kconfig.DotConfig;
import org.kernelmaven.module.Findings;
import org.kernelmaven.module.KernelOptions;
import org.kernelmaven.module.ModpostErrors;
import org.kernelmaven.module.ModuleBinary;
import org.kernelmaven.module.ModuleCheck;
import org.kernelmaven.module.Provider;
import org.kernelmaven.module.SymbolVersions;
import org.kernelmaven.module.TargetKernel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds what would keep the modules from loading, before they are compiled and after. */
final class CheckStep {

    private static final Logger LOG = LoggerFactory.getLogger(CheckStep.class);

    private final PreparedModule module;
    private final TargetKernel kernel;
    private final ModuleCheck.Project project;
    private final List<String> modpost = new ArrayList<>();

    private CheckStep(PreparedModule module, TargetKernel kernel, ModuleCheck.Project project) {
        this.module = module;
        this.kernel = kernel;
        this.project = project;
    }

    static CheckStep of(PreparedModule module, Environment environment) throws IOException {
        var dev = module.kernel().dev();
        var config = DotConfig.read(dev.directory().resolve(".config"));
        KernelOptions options = name -> config.get(name).map(Object::toString);
        var providers = new ArrayList<Provider>();
        for (var dependency : module.dependencies().withoutTests().compiled()) {
            providers.add(
                    new Provider(dependency.dependency().toString(), SymbolVersions.read(dependency.symbolVersions())));
        }
        var requirements = RequirementsReader.read(module.request().requires());
        return new CheckStep(
                module,
                TargetKernel.read(dev.directory(), dev.metadata(), options),
                new ModuleCheck.Project(
                        module.request().sources().declared(),
                        providers,
                        List.of(),
                        requirements,
                        Optional.of(
                                module.kernel().toolchain().compilerVersion(environment.runner(), dev.directory()))));
    }

    void beforeCompile() throws IOException {
        report(new ModuleCheck(kernel, project).before());
    }

    void afterCompile(List<ModuleBinary> binaries) throws IOException {
        var exported = SymbolVersions.read(module.mirror().resolve(ModuleArtifacts.SYMBOL_VERSIONS));
        report(new ModuleCheck(kernel, project).after(binaries, exported));
    }

    /** Takes a line of make's output: modpost speaks in them. */
    void hear(String line) {
        if (line.contains("modpost")) {
            modpost.add(line);
        }
    }

    /** What a failed make means, where modpost made it fail. */
    UserException explain(CompileException failure) throws IOException {
        var explained = new ModpostErrors(kernel, project).explain(modpost);
        return explained.isEmpty()
                ? failure
                : new UserException(
                        "The modules do not fit " + module.kernel().describe() + ":\n  "
                                + String.join("\n  ", explained),
                        failure);
    }

    private void report(Findings findings) {
        findings.warnings().forEach(LOG::warn);
        findings.throwIfErrors(module.kernel().describe());
    }
}
