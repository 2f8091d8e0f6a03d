package org.kernelmaven.build.module;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kernelmaven.UserException;
import org.kernelmaven.artifact.ModuleMetadata;
import org.kernelmaven.build.Environment;
import org.kernelmaven.build.LaunchedMake;
import org.kernelmaven.build.Stamps;
import org.kernelmaven.kbuild.BuildLog;
import org.kernelmaven.kbuild.CompileException;
import org.kernelmaven.kbuild.CompilerLauncher;
import org.kernelmaven.kbuild.MakeRun;
import org.kernelmaven.kbuild.RandomSeed;
import org.kernelmaven.module.KernelModules;
import org.kernelmaven.module.ModuleBinary;
import org.kernelmaven.module.ModulesOrder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The fourth step: compiles the mirrored sources, checks what came out, and makes it ready to install. */
final class CompileStep {

    private static final Logger LOG = LoggerFactory.getLogger(CompileStep.class);
    private static final String STEP = "compile";

    private final Environment environment;
    private final ModuleWorkspace workspace;
    private final Stamps stamps;

    CompileStep(Environment environment, ModuleWorkspace workspace) {
        this.environment = environment;
        this.workspace = workspace;
        this.stamps = new Stamps(workspace.state());
    }

    CompiledModule run(PreparedModule module) throws IOException {
        var output = new OutputFolders(workspace);
        var known = stamps.find(STEP, module.fingerprint());
        if (known.isPresent()) {
            var before = output.find(module);
            if (before.isPresent()) {
                LOG.info("Modules for Linux {} are up to date", module.kernel().release());
                return before.get();
            }
        }
        var finish = SignatureStep.of(module, environment, workspace);
        var check = CheckStep.of(module, environment);
        check.beforeCompile();
        stamps.forget(STEP);
        var built = compile(module, check);
        var binaries = new ArrayList<ModuleBinary>();
        for (var file : built.values()) {
            binaries.add(ModuleBinary.read(file));
        }
        check.afterCompile(binaries, module.mirror());
        binaries.forEach(binary -> LOG.info("{}", describe(binary)));
        var compiled = output.make(module, built, finish, metadata(module, binaries));
        workspace.writeCompileCommands(module);
        stamps.put(STEP, module.fingerprint(), Map.of());
        return compiled;
    }

    /** The built modules by name. */
    private Map<String, Path> compile(PreparedModule module, CheckStep check) throws IOException {
        LOG.info("Compiling modules for {}", module.kernel().describe());
        var parameters = module.request().make();
        var answers = module.kernel().answers(module.make(), environment, workspace.compilerAnswers());
        var launcher = CompilerLauncher.of(parameters.launcher(), parameters.jobs(), environment.host());
        try (var log = BuildLog.start(workspace.log())) {
            var counts = new LaunchedMake(
                            environment,
                            launcher,
                            RandomSeed.of(module.kernel().dev().directory()))
                    .run(
                            new MakeRun.Step(
                                    "Compiling the modules",
                                    answers.knownTo(module.make().modules()),
                                    module.request().project().baseDirectory(),
                                    module.kernel().dev().directory(),
                                    module.mirror(),
                                    0,
                                    line -> {
                                        check.hear(line);
                                        return module.shown().apply(line);
                                    }),
                            module.kernel().toolchain(),
                            log);
            answers.keep();
            LOG.info("Compiled: {}", counts.summary());
        } catch (CompileException e) {
            throw check.explain(e);
        }
        return byName(ModulesOrder.read(module.mirror()), module);
    }

    /** Modules are installed into one folder, so two of one name would be one; so would they be for the kernel. */
    private static Map<String, Path> byName(List<Path> files, PreparedModule module) {
        var built = new LinkedHashMap<String, Path>();
        var names = new HashMap<String, Path>();
        for (var file : files) {
            var name = String.valueOf(file.getFileName());
            built.put(name, file);
            var other = names.put(KernelModules.name(name), file);
            if (other != null) {
                throw new UserException("Two modules are called '" + KernelModules.name(name) + "': '"
                        + module.mirror().relativize(other) + "' and '"
                        + module.mirror().relativize(file) + "'. Rename one of them.");
            }
        }
        if (built.isEmpty()) {
            throw new UserException(
                    "The Kbuild file in '" + module.request().sources().main()
                            + "' builds no module: it must name one, such as 'obj-m := hello.o'."
                            + " An obj-$(CONFIG_…) line builds none where the kernel has that option off.");
        }
        return built;
    }

    private static ModuleMetadata metadata(PreparedModule module, List<ModuleBinary> binaries) {
        var kernel = module.kernel();
        return new ModuleMetadata(
                module.request().project().id(),
                List.of(new ModuleMetadata.Binary(
                        kernel.release(), kernel.arch().id(), kernel.dev().identity())),
                binaries.stream()
                        .map(binary -> new ModuleMetadata.Module(binary.name(), info(binary)))
                        .toList());
    }

    private static Map<String, List<String>> info(ModuleBinary binary) {
        var info = new LinkedHashMap<String, List<String>>();
        binary.info().all().forEach(entry -> info.computeIfAbsent(entry.key(), key -> new ArrayList<>())
                .add(entry.value()));
        return info;
    }

    /** {@code widget.ko: Drives widgets; GPL; needs gadget}. */
    private static String describe(ModuleBinary binary) {
        var info = binary.info();
        return binary.name() + ".ko: " + info.description().orElse("no description") + "; "
                + String.join(", ", info.licenses())
                + info.version().map(version -> "; version " + version).orElse("")
                + (info.depends().isEmpty() ? "" : "; needs " + String.join(", ", info.depends()));
    }
}
