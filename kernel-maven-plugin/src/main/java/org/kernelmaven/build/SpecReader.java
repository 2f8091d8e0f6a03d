package org.kernelmaven.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.kernelmaven.UserException;
import org.kernelmaven.build.KernelSpec.Flags;
import org.kernelmaven.build.KernelSpec.Keys;
import org.kernelmaven.config.CommandLine;
import org.kernelmaven.config.CommonConfig;
import org.kernelmaven.config.ConfigMap;
import org.kernelmaven.config.Fragment;
import org.kernelmaven.config.Layer;
import org.kernelmaven.config.TomlConfig;
import org.kernelmaven.kbuild.Arch;
import org.kernelmaven.kbuild.CompilerLauncher;
import org.kernelmaven.kbuild.ExtraFirmware;
import org.kernelmaven.kbuild.Jobs;
import org.kernelmaven.kbuild.MakeFlags;
import org.kernelmaven.kbuild.SigningKey;
import org.kernelmaven.kbuild.Toolchain;
import org.kernelmaven.kconfig.Base;
import org.kernelmaven.patch.Patch;
import org.kernelmaven.patch.PatchSettings;
import org.kernelmaven.settings.Origin;
import org.kernelmaven.settings.Problems;
import org.kernelmaven.settings.Setting;
import org.kernelmaven.settings.SettingReader;
import org.kernelmaven.source.Source;
import org.kernelmaven.source.SourceSettings;
import org.kernelmaven.tool.Host;

/** Reads a request into a spec; everything that is wrong with it is reported at once, before any work starts. */
final class SpecReader {

    private static final Setting NOTHING = Setting.group("nothing", List.of(), new Origin("default"));

    private final KernelRequest request;
    private final Host host;
    private final Problems problems = new Problems();
    private boolean missingLauncherIsTold = true;

    SpecReader(KernelRequest request, Host host) {
        this.request = request;
        this.host = host;
    }

    /**
     * Reads.
     *
     * @param base the recipe to start from
     * @throws UserException with every problem found
     */
    KernelSpec read(Optional<BaseKernel> base) throws IOException {
        var source = source(base);
        var own = ownPatches();
        var patches = new ArrayList<Patch>(base.map(BaseKernel::patches).orElse(List.of()));
        patches.addAll(own);
        checkNames(patches);
        var layers = layers(base, own);
        var features = features(base, patches);
        var toolchain = toolchain(base);
        var signing = request.compile().signingKey().map(this::signingKey);
        var firmware = firmware();
        var launcher = launcher();
        var kbase = base(base);
        problems.throwIfAny();
        return new KernelSpec(
                request.project(),
                source.orElseThrow(),
                patches,
                kbase,
                layers,
                features,
                flags(base),
                toolchain.orElseThrow(),
                Jobs.of(
                        request.compile().jobs(),
                        host,
                        request.compile().concurrency().threads(),
                        request.compile().concurrency().kernels()),
                launcher,
                new Keys(signing, request.compile().randstructSalt().orElse("")),
                firmware,
                request.debugArtifact());
    }

    private Optional<Source> source(Optional<BaseKernel> base) {
        if (request.source().isPresent()) {
            return SourceSettings.read(request.source().get(), request.project().baseDirectory(), problems);
        }
        if (base.isPresent()) {
            return baseSource(base.get());
        }
        problems.add(
                Origin.parameter("source"),
                "no source is given. Say where the kernel tree comes from, for example"
                        + " <source><debian>linux-source-6.1</debian></source>, or name a published kernel in <base>.");
        return Optional.empty();
    }

    private Optional<Source> baseSource(BaseKernel base) {
        if (base.source().isEmpty()) {
            problems.add(
                    Origin.parameter("base"),
                    "that kernel was built from a file or checkout of its own machine, which nobody else has: give a <source> too.");
        }
        return base.source()
                .flatMap(setting ->
                        SourceSettings.read(setting, request.project().baseDirectory(), problems));
    }

    private List<Patch> ownPatches() {
        return request.patches()
                .map(setting -> PatchSettings.read(setting, request.project().baseDirectory(), problems))
                .orElse(List.of());
    }

    private void checkNames(List<Patch> patches) {
        var seen = new LinkedHashMap<String, Origin>();
        patches.forEach(patch -> Optional.ofNullable(seen.putIfAbsent(patch.name(), patch.origin()))
                .filter(first -> !first.equals(patch.origin()))
                .ifPresent(first -> problems.add(
                        patch.origin(),
                        "the base has a patch '" + patch.name() + "' already (" + first + "): choose another name.")));
    }

    private Base base(Optional<BaseKernel> base) {
        var config = request.config();
        if (config.baseConfig().isPresent() && config.configFile().isPresent()) {
            problems.add(
                    Origin.parameter("configFile"),
                    "baseConfig (" + config.baseConfig().get() + ") is given too: a configuration starts from one."
                            + " Remove one of them.");
        }
        if (config.configFile().isPresent()) {
            return new Base.File(existing("configFile", config.configFile()).orElse(Path.of(".")));
        }
        return config.baseConfig()
                .<Base>map(Base.Target::new)
                .or(() -> base.map(BaseKernel::base))
                .orElse(new Base.Target("defconfig"));
    }

    private List<Layer> layers(Optional<BaseKernel> base, List<Patch> patches) throws IOException {
        var config = request.config();
        var layers = new ArrayList<Layer>();
        var common = config.commonConfig()
                .or(() -> base.map(BaseKernel::commonConfig))
                .orElse(config.configFile().isEmpty());
        if (common) {
            layers.add(CommonConfig.read());
        }
        base.ifPresent(recipe -> layers.addAll(recipe.layers()));
        for (var file : layerFiles()) {
            layers.add(
                    file.toString().endsWith(".toml")
                            ? TomlConfig.file(file, problems)
                            : Fragment.file(file, problems));
        }
        config.options().ifPresent(options -> layers.add(ConfigMap.read(options, problems)));
        for (var patch : patches) {
            if (!patch.config().isEmpty()) {
                layers.add(ConfigMap.read(patch.config(), patch.origin(), problems));
            }
        }
        config.extraConfig()
                .ifPresent(text -> layers.add(Fragment.text(text, Origin.parameter("extraConfig"), problems)));
        layers.add(CommandLine.read(config.userProperties(), problems));
        return layers;
    }

    private List<Path> layerFiles() throws IOException {
        var given = request.config().layers();
        if (given.isPresent()) {
            return given.get().stream()
                    .filter(file -> check("configLayers", file))
                    .filter(this::isLayer)
                    .toList();
        }
        var directory = request.project().baseDirectory().resolve("src/main/config");
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (var files = Files.list(directory)) {
            return files.filter(file -> hasLayerName(file) && Files.isRegularFile(file))
                    .sorted()
                    .toList();
        }
    }

    private boolean isLayer(Path file) {
        if (!hasLayerName(file)) {
            problems.add(
                    Origin.parameter("configLayers"),
                    "'" + file + "' is neither a .toml nor a .config file: rename it to what it is.");
        }
        return hasLayerName(file);
    }

    private static boolean hasLayerName(Path file) {
        return file.toString().endsWith(".toml") || file.toString().endsWith(".config");
    }

    private Map<String, Boolean> features(Optional<BaseKernel> base, List<Patch> patches) {
        var features = new LinkedHashMap<String, Boolean>(
                base.map(BaseKernel::features).orElse(Map.of()));
        patches.forEach(patch -> features.putAll(patch.features()));
        var setting = request.config().features().orElse(NOTHING);
        var reader = new SettingReader(setting, problems);
        setting.children()
                .forEach(child -> reader.flag(child.name()).ifPresent(has -> features.put(child.name(), has)));
        return features;
    }

    private Flags flags(Optional<BaseKernel> base) {
        var config = request.config();
        return new Flags(
                config.autoModules().or(() -> base.map(BaseKernel::autoModules)).orElse(false),
                config.preferBuiltin()
                        .or(() -> base.map(BaseKernel::preferBuiltin))
                        .orElse(false),
                config.resolveDependencies()
                        .or(() -> base.map(BaseKernel::resolveDependencies))
                        .orElse(false),
                config.ignoreErrors()
                        .or(() -> base.map(BaseKernel::ignoreErrors))
                        .orElse(false),
                config.modDirVersion());
    }

    private Optional<Toolchain> toolchain(Optional<BaseKernel> base) {
        var compile = request.compile();
        try {
            var arch = compile.arch()
                    .or(() -> base.map(BaseKernel::arch))
                    .map(name -> Arch.parse(name, "parameter <arch>"))
                    .orElseGet(() -> Arch.of(host));
            var flags = MakeFlags.parse(compile.makeFlags()
                    .or(() -> base.map(BaseKernel::makeFlags))
                    .orElse(List.of()));
            return Optional.of(Toolchain.of(
                    arch,
                    compile.crossCompile().or(() -> base.flatMap(BaseKernel::crossCompile)),
                    compile.llvm().or(() -> base.flatMap(BaseKernel::llvm)),
                    flags,
                    host));
        } catch (UserException e) {
            problems.add(e.getMessage());
            return Optional.empty();
        }
    }

    /** Says nothing of a launcher that is not installed: the doctor does, and a kernel that is reused needs none. */
    SpecReader launcherMayBeMissing() {
        missingLauncherIsTold = false;
        return this;
    }

    private Optional<CompilerLauncher> launcher() {
        var names = CompilerLauncher.names(request.compile().launcher());
        if (!missingLauncherIsTold
                && !names.stream().allMatch(name -> host.find(name).isPresent())) {
            return Optional.empty();
        }
        try {
            return CompilerLauncher.of(
                    request.compile().launcher(), request.compile().jobs(), host);
        } catch (UserException e) {
            problems.add(e.getMessage());
            return Optional.empty();
        }
    }

    private SigningKey signingKey(String location) {
        if (location.startsWith("pkcs11:") && location.contains("pin-value=")) {
            problems.add(
                    Origin.parameter("signingKey"),
                    "the URI holds a PIN, and it becomes part of the published configuration. Put the PIN into the"
                            + " variable " + SigningKey.PIN + ", or name a file that holds it: pin-source=file:/path.");
        }
        return new SigningKey(location);
    }

    private ExtraFirmware firmware() {
        var directory = request.compile()
                .firmwareDirectory()
                .orElseGet(() -> request.project().baseDirectory().resolve("src/main/firmware"));
        try {
            return new ExtraFirmware(directory, request.compile().firmware().orElse(List.of()));
        } catch (UserException e) {
            problems.add(e.getMessage());
            return new ExtraFirmware(directory, List.of());
        }
    }

    private Optional<Path> existing(String parameter, Optional<Path> file) {
        return file.filter(path -> check(parameter, path));
    }

    private boolean check(String parameter, Path file) {
        if (Files.isRegularFile(file)) {
            return true;
        }
        problems.add(Origin.parameter(parameter), "there is no file '" + file + "'. Create it, or correct the path.");
        return false;
    }
}
