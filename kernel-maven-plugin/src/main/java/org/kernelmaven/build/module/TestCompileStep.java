package org.kernelmaven.build.module;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.kernelmaven.artifact.ModuleArtifacts;
import org.kernelmaven.build.Environment;
import org.kernelmaven.build.Fingerprint;
import org.kernelmaven.build.Stamps;
import org.kernelmaven.kbuild.BuildLog;
import org.kernelmaven.kbuild.MakeRun;
import org.kernelmaven.kconfig.ConfigValue;
import org.kernelmaven.kconfig.DotConfig;
import org.kernelmaven.module.KbuildFile;
import org.kernelmaven.module.ModuleMake;
import org.kernelmaven.module.ModuleName;
import org.kernelmaven.module.ModulesOrder;
import org.kernelmaven.module.SourceMirror;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Compiles the KUnit tests of a module project, which may use what its modules export. */
final class TestCompileStep {

    private static final Logger LOG = LoggerFactory.getLogger(TestCompileStep.class);
    private static final String STEP = "test-compile";

    private final Environment environment;
    private final ModuleWorkspace workspace;
    private final Stamps stamps;

    TestCompileStep(Environment environment, ModuleWorkspace workspace) {
        this.environment = environment;
        this.workspace = workspace;
        this.stamps = new Stamps(workspace.state());
    }

    /** The tests' {@code .ko} files; none where there are no tests, or the kernel has no KUnit. */
    List<Path> run(CompiledModule module) throws IOException {
        var prepared = module.prepared();
        var folder = prepared.request().sources().test();
        var files = Files.isDirectory(folder) ? SourceMirror.list(folder) : Map.<String, Path>of();
        if (files.isEmpty()) {
            return List.of();
        }
        if (!hasKunit(prepared.kernel())) {
            LOG.warn(
                    "The tests in '{}' are skipped: {} has no KUnit. Set KUNIT to module in the kernel project's"
                            + " <config>.",
                    folder,
                    prepared.kernel().describe());
            return List.of();
        }
        build(prepared, folder, files);
        return ModulesOrder.read(workspace.tests());
    }

    private void build(PreparedModule prepared, Path folder, Map<String, Path> files) throws IOException {
        var name = new ModuleName(PrepareStep.name(prepared.request()) + "_test");
        var made = KbuildFile.make(files.keySet(), name, folder.toString());
        var make = make(prepared);
        var headers = make.includes().stream()
                .filter(include -> !include.equals(prepared.mirror()))
                .toList();
        new Mirrors(environment, stamps)
                .open("test-mirror", workspace.tests(), headers, prepared.kernel())
                .update(files, made);
        var fingerprint = new Fingerprint()
                .add("module", prepared.fingerprint())
                .add("make", make.withOneJob().modules())
                .add("made", made)
                .content("symbols", Optional.of(symbolVersions()));
        for (var file : files.entrySet()) {
            fingerprint.content(file.getKey(), Optional.of(file.getValue()));
        }
        for (var include : prepared.dependencies().headers()) {
            fingerprint.tree("headers", include);
        }
        if (stamps.find(STEP, fingerprint.digest()).isEmpty()) {
            compile(prepared, make, folder);
            workspace.writeCompileCommands(prepared);
            stamps.put(STEP, fingerprint.digest(), Map.of());
        }
    }

    private void compile(PreparedModule module, ModuleMake make, Path folder) throws IOException {
        stamps.forget(STEP);
        // An undefined symbol ends it: nobody checks tests once more.
        var answers = module.kernel().answers(make, environment, workspace.compilerAnswers());
        var command = answers.knownTo(make.modules()).with("KBUILD_MODPOST_WARN", "");
        try (var log = BuildLog.append(workspace.log())) {
            new MakeRun(environment.runner(), LOG::info)
                    .run(
                            new MakeRun.Step(
                                    "Compiling the tests",
                                    command,
                                    module.request().project().baseDirectory(),
                                    module.kernel().dev().directory(),
                                    make.sources(),
                                    0,
                                    PreparedModule.shown(workspace.tests(), folder)),
                            log);
            answers.keep();
        }
    }

    /** Tests see what the modules themselves see, their private headers, and what they export. */
    private ModuleMake make(PreparedModule module) {
        var main = module.make();
        var includes = new ArrayList<>(main.includes());
        includes.add(main.sources());
        module.dependencies().headers().stream()
                .filter(headers -> !includes.contains(headers))
                .forEach(includes::add);
        var symbols = new ArrayList<>(module.dependencies().symbolVersions());
        symbols.add(symbolVersions());
        return new ModuleMake(
                main.dev(),
                main.toolchain(),
                workspace.tests(),
                includes,
                symbols,
                main.compilerFlags(),
                main.jobs(),
                main.timestamp());
    }

    private Path symbolVersions() {
        return workspace.symbols().resolve(ModuleArtifacts.SYMBOL_VERSIONS);
    }

    private static boolean hasKunit(ModuleKernel kernel) throws IOException {
        return DotConfig.read(kernel.dev().directory().resolve(".config")).tristate("KUNIT") != ConfigValue.Tristate.N;
    }
}
