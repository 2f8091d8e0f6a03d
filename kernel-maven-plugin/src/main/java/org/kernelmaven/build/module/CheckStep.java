package org.kernelmaven.build.module;

import java.io.IOException;
import java.nio.file.Path;
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
import org.kernelmaven.module.Requirements;
import org.kernelmaven.module.SymbolVersions;
import org.kernelmaven.module.TargetKernel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds what would keep the modules from loading, before they are compiled and after. */
public final class CheckStep {

    private static final Logger LOG = LoggerFactory.getLogger(CheckStep.class);

    private final ModuleKernel kernel;
    private final TargetKernel target;
    private final ModuleCheck.Project project;
    private final List<String> modpost = new ArrayList<>();

    private CheckStep(ModuleKernel kernel, ModuleCheck.Project project) throws IOException {
        var dev = kernel.dev();
        var config = DotConfig.read(dev.directory().resolve(".config"));
        KernelOptions options = name -> config.get(name).map(Object::toString);
        this.kernel = kernel;
        this.target = TargetKernel.read(dev.directory(), dev.metadata(), options);
        this.project = project;
    }

    /** For modules of the kernel's own tree, which no project declares anything of. */
    public static CheckStep ofTree(ModuleKernel kernel) throws IOException {
        return new CheckStep(
                kernel,
                new ModuleCheck.Project(
                        Optional.empty(), List.of(), List.of(), List.of(), Requirements.NONE, Optional.empty()));
    }

    static CheckStep of(PreparedModule module, Environment environment) throws IOException {
        var providers = new ArrayList<Provider>();
        for (var dependency : module.dependencies().withoutTests().compiled()) {
            providers.add(
                    new Provider(dependency.dependency().toString(), SymbolVersions.read(dependency.symbolVersions())));
        }
        var prebuilt = new ArrayList<ModuleCheck.Prebuilt>();
        for (var dependency : module.dependencies().loaded()) {
            for (var file : dependency.files()) {
                prebuilt.add(new ModuleCheck.Prebuilt(dependency.dependency().toString(), ModuleBinary.read(file)));
            }
        }
        var requirements = RequirementsReader.read(module.request().requires());
        return new CheckStep(
                module.kernel(),
                new ModuleCheck.Project(
                        module.request().sources().declared(),
                        providers,
                        prebuilt,
                        List.of(),
                        requirements,
                        Optional.of(module.kernel()
                                .toolchain()
                                .compilerVersion(
                                        environment.runner(),
                                        module.kernel().dev().directory()))));
    }

    void beforeCompile() throws IOException {
        report(new ModuleCheck(target, project).before());
    }

    /** @param sources where make worked */
    void afterCompile(List<ModuleBinary> binaries, Path sources) throws IOException {
        report(new ModuleCheck(target, project).after(binaries, exported(sources)));
    }

    /**
     * Checks modules of the kernel's own tree.
     *
     * @param sources where make worked
     * @throws UserException where the kernel would not load them
     */
    public void afterCompileOfTree(List<ModuleBinary> binaries, Path sources) throws IOException {
        report(new ModuleCheck(target, project).ofTree(binaries, exported(sources)));
    }

    private static SymbolVersions exported(Path sources) throws IOException {
        return SymbolVersions.read(sources.resolve(ModuleArtifacts.SYMBOL_VERSIONS));
    }

    /** Takes a line of make's output: modpost speaks in them. */
    public void hear(String line) {
        if (line.contains("modpost")) {
            modpost.add(line);
        }
    }

    /** What a failed make means, where modpost made it fail. */
    public UserException explain(CompileException failure) throws IOException {
        var explained = new ModpostErrors(target, project).explain(modpost);
        return explained.isEmpty()
                ? failure
                : new UserException(
                        "The modules do not fit " + kernel.describe() + ":\n  " + String.join("\n  ", explained),
                        failure);
    }

    private void report(Findings findings) {
        findings.warnings().forEach(LOG::warn);
        findings.throwIfErrors(kernel.describe());
    }
}
