package org.kernelmaven.build.module;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.kernelmaven.UserException;
import org.kernelmaven.kconfig.ConfigValue;
import org.kernelmaven.module.KernelModules;
import org.kernelmaven.module.LoadPlan;
import org.kernelmaven.settings.Nearest;
import org.kernelmaven.vm.Initramfs;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the kernel and the modules of a guest are given so that the modules are loaded and their tests run. */
public final class GuestSetup {

    private static final Logger LOG = LoggerFactory.getLogger(GuestSetup.class);

    private GuestSetup() {}

    /** The modules of a plan, in its order, each with its parameters and what its failure means. */
    public static List<Initramfs.Module> modules(TestKernel kernel, LoadPlan plan, TestParameters parameters) {
        var given = new TreeMap<String, String>();
        parameters.moduleParameters().forEach((name, value) -> given.put(KernelModules.name(name), value));
        var kunit = new ArrayList<String>();
        if (kernel.config().get("KUNIT_DEFAULT_ENABLED").isPresent() && !kernel.offers("KUNIT_DEFAULT_ENABLED")) {
            kunit.add("enable=1");
        }
        filter(kernel, parameters).ifPresent(glob -> kunit.add("filter_glob=" + glob));
        // The user's own come last, so that they win.
        Optional.ofNullable(given.get("kunit")).ifPresent(kunit::add);
        given.put("kunit", String.join(" ", kunit));
        checkNames(parameters.moduleParameters(), plan);
        var unloads = kernel.offers("MODULE_UNLOAD");
        if (!unloads) {
            LOG.warn(
                    "Linux {} cannot unload modules, so that is not tested. Set MODULE_UNLOAD to yes in the kernel"
                            + " project's <config>.",
                    kernel.release());
        }
        return plan.steps().stream()
                .map(step -> new Initramfs.Module(
                        step.file(), given.getOrDefault(step.name(), ""), role(step.reason(), unloads)))
                .toList();
    }

    private static void checkNames(Map<String, String> parameters, LoadPlan plan) {
        var names = plan.steps().stream().map(LoadPlan.Step::name).collect(Collectors.toSet());
        for (var name : parameters.keySet()) {
            if (!names.contains(KernelModules.name(name))) {
                throw new UserException("parameter <moduleParameters>: no module '" + name + "' is loaded."
                        + Nearest.hint(name, names));
            }
        }
    }

    private static Initramfs.Role role(LoadPlan.Reason reason, boolean unloads) {
        return switch (reason) {
            case WANTED -> unloads ? Initramfs.Role.WANTED : Initramfs.Role.DEPENDENCY;
            case DEPENDENCY -> Initramfs.Role.DEPENDENCY;
            case OPTIONAL -> Initramfs.Role.OPTIONAL;
        };
    }

    /** Words of the command line: the level of KUnit's results, whatever the kernel was built with. */
    public static List<String> words(TestKernel kernel, TestParameters parameters) {
        var words = new ArrayList<>(List.of("loglevel=7"));
        if (kernel.config()
                .get("DEBUG_KMEMLEAK_DEFAULT_OFF")
                .filter(ConfigValue.Tristate.Y::equals)
                .isPresent()) {
            words.add("kmemleak=on");
        }
        if (kernel.offers("KUNIT")) {
            words.add("kunit.enable=1");
            filter(kernel, parameters).ifPresent(glob -> words.add("kunit.filter_glob=" + glob));
        }
        return words;
    }

    private static Optional<String> filter(TestKernel kernel, TestParameters parameters) {
        return kernel.filtersModules() ? parameters.rules().selection().glob() : Optional.empty();
    }
}
