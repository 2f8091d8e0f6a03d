package org.kernelmaven.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.kernelmaven.kbuild.BuildCounts;
import org.kernelmaven.kbuild.BuildLog;
import org.kernelmaven.kbuild.Make;
import org.kernelmaven.kbuild.MakeRun;
import org.kernelmaven.kbuild.RandomSeed;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The fourth step: from the configured view to a complete build tree, and the dev tree that modules need. */
final class CompileStep {

    private static final Logger LOG = LoggerFactory.getLogger(CompileStep.class);
    private static final String STEP = "compile";

    private final Environment environment;
    private final Workspace workspace;
    private final Stamps stamps;

    CompileStep(Environment environment, Workspace workspace) {
        this.environment = environment;
        this.workspace = workspace;
        this.stamps = new Stamps(workspace.state());
    }

    CompiledKernel run(ConfiguredKernel kernel) throws IOException {
        var make = workspace.make(kernel.spec(), kernel.reproducibility());
        var fingerprint = fingerprint(kernel, make);
        var compiled = compiled(kernel, fingerprint);
        var known = kernel.source().pristine().live()
                ? Optional.<Map<String, String>>empty()
                : stamps.find(STEP, fingerprint);
        if (known.isPresent() && isThere(compiled)) {
            LOG.info("Linux {} is up to date", kernel.release());
            return compiled;
        }
        var expected = stamps.last(STEP)
                .map(facts -> Integer.parseInt(facts.getOrDefault("steps", "0")))
                .orElse(0);
        new DoctorStep(environment, workspace).beforeCompile(kernel.spec().toolchain(), kernel.config());
        stamps.forget(STEP);
        var counts = compile(kernel, make, expected);
        new DevelopmentStep(environment, workspace).run(kernel, make);
        stamps.put(STEP, fingerprint, Map.of("steps", Integer.toString(Math.max(expected, counts.total()))));
        LOG.info("Compiled Linux {}: {}", kernel.release(), counts.summary());
        return compiled;
    }

    private BuildCounts compile(ConfiguredKernel kernel, Make make, int expected) throws IOException {
        LOG.info(
                "Compiling Linux {} for {}",
                kernel.release(),
                kernel.spec().toolchain().arch());
        kernel.spec().firmware().install(workspace.buildTree());
        var path = kernel.reproducibility().prepare(workspace.tree(), environment.host());
        var all = path.map(directory -> make.withPathFirst(directory, environment.host()))
                .orElse(make)
                .command("all");
        try (var log = BuildLog.start(workspace.log());
                var key = new KeyInPlace(kernel.spec(), workspace.buildTree())) {
            return new LaunchedMake(environment, kernel.spec().launcher(), seed(kernel))
                    .run(MakeRun.Step.of("Compiling the kernel", make, all, expected), make.toolchain(), log);
        }
    }

    /** It is known before make writes it to where clang reads it. */
    private Optional<Path> seed(ConfiguredKernel kernel) {
        return kernel.has("RANDSTRUCT")
                ? Optional.of(workspace.buildTree().resolve(RandomSeed.GENERATOR))
                : Optional.empty();
    }

    private CompiledKernel compiled(ConfiguredKernel kernel, String fingerprint) {
        var image =
                workspace.buildTree().resolve(kernel.spec().toolchain().arch().imagePath());
        var development = kernel.has("MODULES") ? Optional.of(workspace.development()) : Optional.<Path>empty();
        return new CompiledKernel(kernel, image, development, fingerprint);
    }

    private static boolean isThere(CompiledKernel kernel) {
        return Files.isRegularFile(kernel.image())
                && kernel.developmentTree().map(Files::isDirectory).orElse(true);
    }

    private String fingerprint(ConfiguredKernel kernel, Make make) throws IOException {
        var spec = kernel.spec();
        var fingerprint = new Fingerprint()
                .add("plugin", environment.pluginVersion())
                .add("source", kernel.source().tree().key())
                .add("made", kernel.source().tree().made())
                .add("config", kernel.configDigest())
                .add("make", make.withOneJob().command())
                .identity(
                        "compiler",
                        environment.host().find(spec.toolchain().compiler().get(0)));
        for (var name : spec.firmware().names()) {
            fingerprint.content(
                    "firmware " + name, Optional.of(spec.firmware().directory().resolve(name)));
        }
        return fingerprint.content("signing key", signingKey(spec)).digest();
    }

    private static Optional<Path> signingKey(KernelSpec spec) {
        return spec.keys()
                .signing()
                .map(key -> spec.project().baseDirectory().resolve(key.location()))
                .filter(Files::isRegularFile);
    }
}
