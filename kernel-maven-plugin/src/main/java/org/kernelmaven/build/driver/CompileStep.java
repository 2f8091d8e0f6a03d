package org.kernelmaven.build.driver;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.kernelmaven.build.Environment;
import org.kernelmaven.build.Fingerprint;
import org.kernelmaven.build.LaunchedMake;
import org.kernelmaven.build.ProjectInfo;
import org.kernelmaven.build.Stamps;
import org.kernelmaven.build.module.CheckStep;
import org.kernelmaven.build.module.ModuleKernel;
import org.kernelmaven.build.module.ModuleRequest;
import org.kernelmaven.kbuild.BuildLog;
import org.kernelmaven.kbuild.CompileException;
import org.kernelmaven.kbuild.CompilerLauncher;
import org.kernelmaven.kbuild.Jobs;
import org.kernelmaven.kbuild.MakeRun;
import org.kernelmaven.kbuild.RandomSeed;
import org.kernelmaven.module.CompileCommands;
import org.kernelmaven.module.ModuleBinary;
import org.kernelmaven.module.ModuleMake;
import org.kernelmaven.module.ModulesOrder;
import org.kernelmaven.module.SourceMirror;
import org.kernelmaven.store.Trees;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Compiles the modules of an edited driver against a dev artifact. */
final class CompileStep {

    private static final Logger LOG = LoggerFactory.getLogger(CompileStep.class);
    private static final String STEP = "compile";
    private static final String TREE = "tree";

    /** A file of the tree as compilers and make name it: at the start of a line or after a blank, before a colon. */
    private static final Pattern NAMED =
            Pattern.compile("(?<![^\\s'\"])(?:\\./)?((?:[\\w.,+@=~-]+/)+[\\w.,+@=~-]+)(?=:\\d)");

    private final Environment environment;
    private final DriverWorkspace workspace;
    private final Stamps stamps;

    CompileStep(Environment environment, DriverWorkspace workspace) {
        this.environment = environment;
        this.workspace = workspace;
        this.stamps = new Stamps(workspace.state());
    }

    /**
     * Compiles.
     *
     * @param copy where the driver was edited
     * @return the modules; none where the kernel's configuration builds none
     */
    CompiledDriver run(
            ProjectInfo project,
            ModuleKernel kernel,
            ModuleRequest.MakeParameters parameters,
            Path copy,
            TreePath driver)
            throws IOException {
        var files = new TreeMap<String, Path>();
        DriverFiles.list(copy, copy).stream()
                .filter(path -> !path.equals(DriverOrigin.FILE_NAME))
                .forEach(path -> files.put(path, copy.resolve(path)));
        var make = new ModuleMake(
                workspace.tree(),
                kernel.toolchain(),
                workspace.tree().resolve(driver.text()),
                java.util.List.of(),
                java.util.List.of(),
                parameters.compilerFlags(),
                Jobs.of(
                        parameters.jobs(),
                        environment.host(),
                        parameters.concurrency().threads(),
                        parameters.concurrency().kernels()),
                project.timestamp());
        var fingerprint = fingerprint(kernel, make, files);
        if (stamps.find(STEP, fingerprint).isPresent()) {
            var before = compiled(kernel, make, driver);
            if (!before.modules().isEmpty()) {
                LOG.info("The modules of {} are up to date", driver);
                return before;
            }
        }
        stamps.forget(STEP);
        tree(kernel, files);
        var launcher = CompilerLauncher.of(parameters.launcher(), parameters.jobs(), environment.host());
        make(kernel, make, files, copy, driver, project, launcher);
        var compiled = compiled(kernel, make, driver);
        if (!compiled.modules().isEmpty()) {
            stamps.put(STEP, fingerprint, Map.of());
        }
        return compiled;
    }

    private void make(
            ModuleKernel kernel,
            ModuleMake make,
            Map<String, Path> files,
            Path copy,
            TreePath driver,
            ProjectInfo project,
            Optional<CompilerLauncher> launcher)
            throws IOException {
        LOG.info("Compiling {} for {}", driver, kernel.describe());
        var check = CheckStep.ofTree(kernel);
        var answers = kernel.answers(make, environment, workspace.compilerAnswers());
        var shown = shown(files);
        try (var log = BuildLog.start(workspace.log())) {
            var step = new MakeRun.Step(
                    "Compiling " + driver,
                    answers.knownTo(make.modules()),
                    project.baseDirectory(),
                    workspace.tree(),
                    workspace.tree(),
                    0,
                    line -> {
                        check.hear(line);
                        return shown.apply(line);
                    });
            var counts = new LaunchedMake(
                            environment, launcher, RandomSeed.of(kernel.dev().directory()))
                    .run(step, kernel.toolchain(), log);
            answers.keep();
            LOG.info("Compiled {}: {}", driver, counts.summary());
        } catch (CompileException e) {
            throw check.explain(e);
        }
        var binaries = new ArrayList<ModuleBinary>();
        for (var file : ModulesOrder.read(make.sources(), make.dev())) {
            binaries.add(ModuleBinary.read(file));
        }
        check.afterCompileOfTree(binaries, make.sources());
        var from = workspace.tree() + "/";
        var to = copy.toAbsolutePath().normalize() + "/";
        CompileCommands.write(
                workspace.tree().resolve(driver.text()),
                workspace.tree(),
                text -> text.replace(from, to).replace(" " + driver + "/", " " + to + driver + "/"),
                workspace.compileCommands());
    }

    private CompiledDriver compiled(ModuleKernel kernel, ModuleMake make, TreePath driver) throws IOException {
        return new CompiledDriver(driver.text(), kernel, ModulesOrder.read(make.sources(), make.dev()));
    }

    private void tree(ModuleKernel kernel, Map<String, Path> files) throws IOException {
        // Files of a dev artifact have one time, so make does not see that the kernel or the compiler is another.
        var against = new Fingerprint()
                .add("kernel", kernel.against())
                .identity("compiler", compiler(kernel))
                .digest();
        if (stamps.find(TREE, against).isEmpty()) {
            Trees.delete(workspace.tree());
        }
        new Overlay(workspace.tree(), kernel.dev().directory()).update(files.keySet());
        new SourceMirror(workspace.tree()).update(files, Map.of());
        stamps.put(TREE, against, Map.of());
    }

    private String fingerprint(ModuleKernel kernel, ModuleMake make, Map<String, Path> files) throws IOException {
        var fingerprint = new Fingerprint()
                .add("plugin", environment.pluginVersion())
                .add("kernel", kernel.against())
                .add("make", make.modules())
                .identity("compiler", compiler(kernel));
        for (var file : files.entrySet()) {
            fingerprint.content(file.getKey(), Optional.of(file.getValue()));
        }
        return fingerprint.digest();
    }

    private Optional<Path> compiler(ModuleKernel kernel) {
        return environment.host().find(kernel.toolchain().compiler().get(0));
    }

    /** Names the files of the copy where make names those of its own tree. */
    private static UnaryOperator<String> shown(Map<String, Path> files) {
        return line -> line.indexOf(':') < 0
                ? line
                : NAMED.matcher(line)
                        .replaceAll(match -> Matcher.quoteReplacement(Optional.ofNullable(files.get(match.group(1)))
                                .map(file -> file.toAbsolutePath().normalize().toString())
                                .orElse(match.group())));
    }

    /** The modules' names, for messages. */
    static String names(CompiledDriver driver) {
        return driver.modules().stream()
                .map(file -> String.valueOf(file.getFileName()))
                .collect(Collectors.joining(", "));
    }
}
