package org.kernelmaven.module;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.kernelmaven.settings.Origin;

/** Finds at build time what would keep modules from loading: everything at once. */
public final class ModuleCheck {

    private static final Origin MODULES = Origin.parameter("modules");
    private static final String PROPRIETARY = "Proprietary";

    private final TargetKernel kernel;
    private final Project project;

    /**
     * The modules' project.
     *
     * @param declared the modules it should build, by name, of parameter {@code <modules>}; empty for whatever it does
     * @param dependencies whose symbols the modules may use
     * @param prebuilt the modules of dependencies, whether their symbols may be used or not
     * @param others known modules that are no dependencies, for messages
     * @param requirements what the project asks of a kernel
     * @param compiler what built the modules: the first line of its {@code --version}; empty where it is not known
     */
    public record Project(
            Optional<List<String>> declared,
            List<Provider> dependencies,
            List<Prebuilt> prebuilt,
            List<Provider> others,
            Requirements requirements,
            Optional<String> compiler) {

        /** Copies. */
        public Project {
            declared = declared.map(List::copyOf);
            dependencies = List.copyOf(dependencies);
            prebuilt = List.copyOf(prebuilt);
            others = List.copyOf(others);
        }
    }

    /**
     * A module that is loaded beside the project's own, and was built before it.
     *
     * @param coordinates where it comes from
     * @param module its binary
     */
    public record Prebuilt(String coordinates, ModuleBinary module) {}

    /**
     * @param kernel what the modules were built for
     * @param project where they come from
     */
    public ModuleCheck(TargetKernel kernel, Project project) {
        this.kernel = kernel;
        this.project = project;
    }

    /**
     * What can be known before anything is compiled: {@code <requires>}, the compiler, symbols that two dependencies
     * export, dependencies that were built for other versions of each other.
     */
    public Findings before() {
        var fit = new KernelFit(kernel);
        var errors = new ArrayList<>(fit.unmet(project.requirements));
        var warnings = new ArrayList<String>();
        project.compiler.ifPresent(compiler -> warnings.addAll(fit.compiler(compiler)));
        var symbols = symbols(SymbolVersions.NONE, errors, warnings);
        symbols.duplicates(List.of());
        project.prebuilt.forEach(symbols::prebuilt);
        return new Findings(errors, warnings);
    }

    /**
     * What the built modules show; without what {@link #before} found.
     *
     * @param modules all that were built
     * @param exported the {@code Module.symvers} of their build, with the namespaces and CRCs of what they export
     */
    public Findings after(List<ModuleBinary> modules, SymbolVersions exported) throws IOException {
        var fit = new KernelFit(kernel);
        var errors = new ArrayList<String>();
        var warnings = new ArrayList<String>();
        declared(modules, errors);
        var symbols = symbols(exported, errors, warnings);
        for (var module : modules) {
            errors.addAll(fit.vermagic(module));
            described(module, errors, warnings);
            symbols.uses(module);
            symbols.versions(module);
        }
        if (!modules.isEmpty()) {
            symbols.duplicates(modules);
        }
        return new Findings(errors, warnings);
    }

    /**
     * What keeps modules of the kernel's own tree from loading on that kernel: its properties, and symbols. They may
     * take the place of the kernel's own modules, so what both export is no finding, and what they say of themselves is
     * its authors' matter.
     *
     * @param exported as for {@link #after}
     */
    public Findings ofTree(List<ModuleBinary> modules, SymbolVersions exported) throws IOException {
        var fit = new KernelFit(kernel);
        var errors = new ArrayList<String>();
        var warnings = new ArrayList<String>();
        var symbols = symbols(exported, errors, warnings);
        for (var module : modules) {
            errors.addAll(fit.vermagic(module));
            symbols.uses(module);
            symbols.versions(module);
        }
        return new Findings(errors, warnings);
    }

    private SymbolCheck symbols(SymbolVersions own, List<String> errors, List<String> warnings) {
        var knowledge = new SymbolKnowledge(kernel, project.dependencies, project.others, own);
        return new SymbolCheck(kernel, project.dependencies, knowledge, errors, warnings);
    }

    private void declared(List<ModuleBinary> modules, List<String> errors) {
        if (project.declared.isEmpty()) {
            return;
        }
        var built = names(modules.stream().map(ModuleBinary::name));
        var declared = names(project.declared.get().stream());
        for (var name : declared) {
            if (!built.contains(name)) {
                errors.add(MODULES + ": module '" + name + "' was not built. Built were: "
                        + (built.isEmpty() ? "none" : String.join(", ", built)) + ".");
            }
        }
        for (var name : built) {
            if (!declared.contains(name)) {
                errors.add(MODULES + ": module '" + name + "' was built, but is not in the list: add it, or take it out"
                        + " of the Kbuild file.");
            }
        }
    }

    /** The kernel knows a module by its name with underscores; people write both. */
    private static Set<String> names(Stream<String> names) {
        return names.map(name -> name.replace('-', '_')).collect(Collectors.toCollection(TreeSet::new));
    }

    private static void described(ModuleBinary module, List<String> errors, List<String> warnings) {
        var info = module.info();
        if (info.licenses().isEmpty()) {
            errors.add("Module " + module.name() + " states no licence: add MODULE_LICENSE(\"GPL\"); or another.");
        }
        info.licenses().stream()
                .filter(licence -> !ModuleInfo.GPL_COMPATIBLE.contains(licence) && !licence.equals(PROPRIETARY))
                .forEach(licence -> warnings.add("Module " + module.name() + " states the licence '" + licence
                        + "', which the kernel takes for proprietary. It knows: "
                        + String.join(", ", new TreeSet<>(ModuleInfo.GPL_COMPATIBLE)) + ", " + PROPRIETARY + "."));
        if (info.description().filter(text -> !text.isBlank()).isEmpty()) {
            warnings.add(
                    "Module " + module.name() + " has no description: add MODULE_DESCRIPTION(\"What it is for\");.");
        }
    }
}
