package org.kernelmaven.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.kernelmaven.KernelVersion;
import org.kernelmaven.UserException;
import org.kernelmaven.config.Audit;
import org.kernelmaven.config.Layer;
import org.kernelmaven.config.Layers;
import org.kernelmaven.config.Merged;
import org.kernelmaven.config.Option;
import org.kernelmaven.config.Value;
import org.kernelmaven.kbuild.Make;
import org.kernelmaven.kbuild.SigningKey;
import org.kernelmaven.kconfig.Base;
import org.kernelmaven.kconfig.ConfigRequest;
import org.kernelmaven.kconfig.DotConfig;
import org.kernelmaven.kconfig.EngineResolver;
import org.kernelmaven.kconfig.KconfigLoader;
import org.kernelmaven.kconfig.Resolution;
import org.kernelmaven.kconfig.explain.RequiredOptions;
import org.kernelmaven.settings.Origin;
import org.kernelmaven.store.Digests;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The third step: from layers of options to the {@code .config} in the build tree, checked against what was asked. */
final class ConfigureStep {

    private static final Logger LOG = LoggerFactory.getLogger(ConfigureStep.class);
    private static final String STEP = "configure";
    private static final String SIGNING_KEY = "signingKey";
    private static final String EXTRA_FIRMWARE = "extraFirmware";
    private static final List<String> IMPLYING = List.of(SIGNING_KEY, EXTRA_FIRMWARE);

    private final Environment environment;
    private final Workspace workspace;
    private final Stamps stamps;

    ConfigureStep(Environment environment, Workspace workspace) {
        this.environment = environment;
        this.workspace = workspace;
        this.stamps = new Stamps(workspace.state());
    }

    /**
     * A configuration as it comes out, be it as asked or not.
     *
     * @param merged what was asked for
     * @param version of the tree
     * @param arch make's {@code ARCH}
     */
    record Resolved(Merged merged, Resolution resolution, KernelVersion version, String arch) {}

    /**
     * Resolves, checks nothing and leaves the build tree's {@code .config} as it is.
     *
     * @param runsProbes whether Kconfig may ask the tools
     */
    Resolved resolved(KernelSpec spec, PatchedSource source, boolean runsProbes) throws IOException {
        var merged = merged(spec, source);
        examine(spec);
        return new Resolved(
                merged,
                resolution(request(spec, merged, make(spec, source)), runsProbes),
                source.pristine().version(),
                spec.toolchain().arch().makeName());
    }

    private Make make(KernelSpec spec, PatchedSource source) {
        return workspace.make(spec, spec.reproducibility(source.tree().key(), ""));
    }

    private Merged merged(KernelSpec spec, PatchedSource source) {
        var layers = new ArrayList<>(spec.layers());
        layers.add(implied(
                SIGNING_KEY, spec.keys().signing().map(SigningKey::options).orElse(Map.of())));
        layers.add(implied(EXTRA_FIRMWARE, spec.firmware().options()));
        return Layers.merge(
                layers, source.pristine().version(), spec.toolchain().arch().makeName());
    }

    private void examine(KernelSpec spec) throws IOException {
        new DoctorStep(environment, workspace).beforeConfigure(spec.toolchain());
    }

    private Resolution resolution(ConfigRequest request, boolean runsProbes) throws IOException {
        return new RequiredOptions(new EngineResolver(
                        environment.runner(), environment.store().probes(), runsProbes))
                .resolve(request);
    }

    private ConfigRequest request(KernelSpec spec, Merged merged, Make make) throws IOException {
        Files.createDirectories(workspace.buildTree());
        return new ConfigRequest(
                make.command(),
                workspace.buildTree(),
                workspace.tree(),
                spec.toolchain().arch().sourceDirectory(),
                spec.base(),
                merged.assignments(),
                spec.flags().autoModules(),
                spec.flags().preferBuiltin(),
                spec.flags().resolveDependencies());
    }

    ConfiguredKernel run(KernelSpec spec, PatchedSource source) throws IOException {
        var merged = merged(spec, source);
        var make = make(spec, source);
        var fingerprint = fingerprint(spec, source, merged, make);
        var config = workspace.buildTree().resolve(".config");
        // A checkout is looked at anew by every Maven run, but not by each of its goals.
        var known = source.pristine().live() && !isDoneInThisRun(source, fingerprint)
                ? Optional.<Map<String, String>>empty()
                : stamps.find(STEP, fingerprint);
        if (known.isPresent() && Files.isRegularFile(config)) {
            var digest = Digests.of(config);
            var release = known.get().getOrDefault("release", "");
            if (digest.equals(known.get().get("config"))) {
                return checked(new ConfiguredKernel(spec, source, merged, DotConfig.read(config), digest, release));
            }
        }
        return resolve(spec, source, merged, make, fingerprint);
    }

    private ConfiguredKernel resolve(
            KernelSpec spec, PatchedSource source, Merged merged, Make make, String fingerprint) throws IOException {
        LOG.info(
                "Configuring Linux {} for {}",
                source.pristine().version(),
                spec.toolchain().arch());
        var installed = installed(spec, merged, request(spec, merged, make));
        var judge = new Judge(environment.runner(), workspace, make);
        var release = judge.release(installed.isSynced());
        var judged = judge.judged(installed.resolution());
        if (!judged.text().equals(installed.resolution().text())) {
            Audit.of(merged, judged).report(spec.flags().ignoreErrors());
        }
        var digest = Digests.of(workspace.buildTree().resolve(".config"));
        var kernel = checked(new ConfiguredKernel(spec, source, merged, judged.config(), digest, release));
        stamps.put(STEP, fingerprint, Map.of("config", digest, "release", release));
        environment.session().add(memo(fingerprint));
        LOG.info(
                "Configured {}: {} options asked for",
                release,
                merged.assignments().size());
        return kernel;
    }

    /**
     * What is in the build tree.
     *
     * @param isSynced whether conf has been over it
     */
    private record Installed(Resolution resolution, boolean isSynced) {}

    private Installed installed(KernelSpec spec, Merged merged, ConfigRequest request) throws IOException {
        // First of all: while it gets ready, the tools are examined and the configuration is resolved.
        var conf = WaitingConf.start(
                KconfigLoader.of(request, true, environment.store().probes()));
        try {
            examine(spec);
            var resolution = resolution(request, true);
            resolution.warnings().forEach(warning -> LOG.warn("{}", warning));
            Audit.of(merged, resolution).report(spec.flags().ignoreErrors());
            stamps.forget(STEP);
            var isSynced = resolution.install(workspace.buildTree())
                    && conf.isPresent()
                    && conf.get().judge(resolution.text());
            return new Installed(resolution, isSynced);
        } finally {
            if (conf.isPresent()) {
                conf.get().close();
            }
        }
    }

    private boolean isDoneInThisRun(PatchedSource source, String fingerprint) {
        return source.tree().changedFiles() == 0 && environment.session().contains(memo(fingerprint));
    }

    private String memo(String fingerprint) {
        return STEP + " " + workspace.root() + " " + fingerprint;
    }

    private static ConfiguredKernel checked(ConfiguredKernel kernel) {
        var wanted = kernel.spec().flags().modDirVersion();
        if (wanted.isPresent() && !wanted.get().equals(kernel.release())) {
            throw new UserException("parameter <modDirVersion>: it says '" + wanted.get() + "', the tree's release is '"
                    + kernel.release() + "'. Correct the parameter, or remove it: the release is read from the tree."
                    + " What follows the version in it is the option LOCALVERSION.");
        }
        return kernel;
    }

    private String fingerprint(KernelSpec spec, PatchedSource source, Merged merged, Make make) throws IOException {
        var base = spec.base() instanceof Base.File file ? Optional.of(file.path()) : Optional.<Path>empty();
        var compiler = spec.toolchain().compiler().get(0);
        return new Fingerprint()
                .add("plugin", environment.pluginVersion())
                .add("source", source.tree().key())
                .add("made", source.tree().made())
                .add("make", make.withOneJob().command())
                .add("base", spec.base())
                .content("base file", base)
                .add("options", merged.assignments())
                .add("flags", spec.flags())
                .identity("compiler", environment.host().find(compiler))
                .digest();
    }

    /** Whether an option follows from a key or file of the machine that builds, which no recipe carries. */
    static boolean isImplied(Option option) {
        return IMPLYING.stream().map(Origin::parameter).anyMatch(option.origin()::equals);
    }

    private static Layer implied(String parameter, Map<String, String> options) {
        return new Layer(
                Origin.parameter(parameter).toString(),
                Layer.Rank.PROJECT,
                new TreeMap<>(options)
                        .entrySet().stream()
                                .map(option -> Option.of(
                                        option.getKey(), Value.parse(option.getValue()), Origin.parameter(parameter)))
                                .toList());
    }
}
