package org.kernelmaven.module;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.kernelmaven.KernelVersion;
import org.kernelmaven.settings.Nearest;
import org.kernelmaven.settings.Origin;

/** Compares what modules ask of a kernel, and what they were built with, with the kernel. */
final class KernelFit {

    private static final Origin REQUIRES = Origin.parameter("requires");

    /** Of vermagic's words those that follow from the configuration: include/linux/vermagic.h of Linux 6.1 and 6.12. */
    private static final Set<String> FLAGS = Set.of("SMP", "preempt", "preempt_rt", "mod_unload", "modversions");

    private static final List<String> COMPILER_BOUND =
            List.of("RANDSTRUCT_FULL", "RANDSTRUCT_PERFORMANCE", "GCC_PLUGINS", "CFI_CLANG", "LTO_CLANG");

    private final TargetKernel kernel;

    KernelFit(TargetKernel kernel) {
        this.kernel = kernel;
    }

    List<String> unmet(Requirements requirements) {
        var unmet = new ArrayList<String>();
        var metadata = kernel.metadata();
        requirements.kernel().ifPresent(range -> {
            if (KernelVersion.parse(metadata.version()).filter(range.contains()).isEmpty()) {
                unmet.add(
                        REQUIRES.child("kernel") + ": the modules want Linux " + range.text() + ", but this kernel is "
                                + metadata.version() + ". Depend on another kernel, or widen the range.");
            }
        });
        if (!requirements.arches().isEmpty() && !requirements.arches().contains(metadata.arch())) {
            unmet.add(REQUIRES.child("arches") + ": the modules want " + String.join(" or ", requirements.arches())
                    + ", but this kernel is for " + metadata.arch() + ".");
        }
        requirements.options().forEach((name, state) -> {
            if (!state.heldBy(name, kernel.options())) {
                unmet.add(REQUIRES.child("options") + ": " + name + " must be " + state + ", but is "
                        + kernel.options().value(name).orElse("off")
                        + " in this kernel: change it in the kernel project's <config>.");
            }
        });
        requirements.features().forEach((name, wanted) -> {
            boolean has = metadata.features().getOrDefault(name, false);
            if (wanted != has) {
                unmet.add(REQUIRES.child("features") + ": feature '" + name + "' must be " + wanted
                        + ", but this kernel " + (has ? "has it." : "does not have it.")
                        + (metadata.features().containsKey(name)
                                ? ""
                                : Nearest.hint(name, metadata.features().keySet())));
            }
        });
        return unmet;
    }

    /** The release and flags that the kernel compares with its own when it loads a module. */
    List<String> vermagic(ModuleBinary module) {
        var vermagic = module.info().vermagic();
        if (vermagic.isEmpty()) {
            return List.of(
                    "Module " + module.name() + " has no vermagic: '" + module.file() + "' was not linked by Kbuild.");
        }
        var release = module.info().release().orElse("");
        if (!release.equals(kernel.metadata().release())) {
            return List.of("Module " + module.name() + " was built for release '" + release + "', but the kernel's is '"
                    + kernel.metadata().release() + "': clean the project and build it anew.");
        }
        var has = new TreeSet<>(List.of(vermagic.get().split(" +")));
        has.retainAll(FLAGS);
        var wanted = flags();
        return has.equals(wanted)
                ? List.of()
                : List.of("Module " + module.name() + " was built for a kernel with the properties ["
                        + String.join(" ", has)
                        + "], but this one has [" + String.join(" ", wanted)
                        + "]: clean the project and build it anew.");
    }

    private Set<String> flags() {
        var options = kernel.options();
        var flags = new TreeSet<String>();
        if (options.on("SMP")) {
            flags.add("SMP");
        }
        if (options.on("PREEMPT_BUILD")) {
            flags.add("preempt");
        } else if (options.on("PREEMPT_RT")) {
            flags.add("preempt_rt");
        }
        if (options.on("MODULE_UNLOAD")) {
            flags.add("mod_unload");
        }
        if (options.on("MODVERSIONS")) {
            flags.add("modversions");
        }
        return flags;
    }

    /** A warning where another compiler built the kernel than builds the modules. */
    List<String> compiler(String ours) {
        var theirs = kernel.metadata().compiler();
        if (theirs.isEmpty() || version(theirs).equals(version(ours))) {
            return List.of();
        }
        var bound =
                COMPILER_BOUND.stream().filter(kernel.options()::on).sorted().toList();
        var differ = "The kernel was built by '" + theirs + "', these modules are by '" + ours + "'";
        if (!bound.isEmpty()) {
            return List.of(differ + ": with its " + String.join(", ", bound)
                    + " the modules may load and then crash it. Use the kernel's compiler.");
        }
        return List.of(
                isClang(theirs) == isClang(ours)
                        ? differ + ". That mostly works; where it does not, use the kernel's compiler."
                        : differ + ": gcc and clang do not know each other's options and lay out some types"
                                + " differently. Use the kernel's compiler (LLVM=1 for clang).");
    }

    private static boolean isClang(String compiler) {
        return compiler.contains("clang");
    }

    /** Without the program's own name, which is another for a cross compiler: {@code gcc (Debian 12.2.0-14) 12.2.0}. */
    private static String version(String compiler) {
        var text = compiler.strip();
        var bracket = text.indexOf(" (");
        return !isClang(text) && bracket > 0 && text.lastIndexOf(' ', bracket - 1) < 0
                ? text.substring(bracket).strip()
                : text;
    }
}
