package org.kernelmaven.build.doctor;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.kernelmaven.tool.CommandRunner;
import org.kernelmaven.tool.Host;
import org.kernelmaven.tool.Workers;

/**
 * Finds out what a kernel build needs and this machine lacks, in three stages: before the source is fetched, when the
 * tree is there, when its configuration is resolved. It changes nothing; {@link Installation} does.
 */
public final class Doctor {

    private static final String EVERY_BUILD = "every kernel build";
    private static final int MOST_AT_ONCE = 8;

    private final Probe probe;

    /**
     * @param host where programs are looked for
     * @param tellsVersions whether all versions are to be told, and not only whether they will do
     */
    public Doctor(Host host, CommandRunner runner, boolean tellsVersions) {
        this.probe = new Probe(host, runner, tellsVersions);
    }

    /** The first stage: what every build needs, whatever the tree. */
    public DoctorReport basics(Toolset tools) throws IOException {
        var needs = new ArrayList<Callable<Requirement>>();
        for (var name :
                List.of("make", "flex", "bison", "bc", "perl", "depmod", "awk", "find", "cmp", "diff", "gzip")) {
            needs.add(() -> probe.program(name, EVERY_BUILD, Optional.empty(), Catalog.program(name)));
        }
        needs.add(this::gnuPatch);
        needs.addAll(compilers(tools));
        needs.add(() -> probe.header(tools.host(), "stdio.h", "the C library", EVERY_BUILD, Catalog.C_LIBRARY));
        return report(needs);
    }

    /**
     * The second stage: the tools again, against the minimums the tree states.
     *
     * @param sourceArch the directory below {@code arch/}: {@code x86}, {@code arm64}, …
     */
    public DoctorReport tree(Path tree, String sourceArch, Toolset tools) throws IOException {
        var minimums = new TreeMinimums(tree, sourceArch, probe);
        var needs = new ArrayList<Callable<Requirement>>();
        for (var name : List.of("make", "flex", "bison", "bc", "depmod")) {
            needs.add(() -> against(name, name, minimums, Catalog.program(name)));
        }
        needs.add(() -> against(tools.compiler(), tools.isLlvm() ? "llvm" : "gcc", minimums, compilerPackages(tools)));
        needs.add(() -> against(tools.linker(), tools.isLlvm() ? "llvm" : "binutils", minimums, linkerPackages(tools)));
        return report(needs);
    }

    /**
     * The third stage: what the resolved configuration needs.
     *
     * @param config option to value, without {@code CONFIG_}
     */
    public DoctorReport config(Path tree, String sourceArch, Toolset tools, Map<String, String> config)
            throws IOException {
        return report(new ConfigNeeds(probe, new TreeMinimums(tree, sourceArch, probe), tools, config).all());
    }

    /** @param programs what stands before the compiler, by name: {@code ccache}, {@code distcc} */
    public DoctorReport launchers(List<String> programs) throws IOException {
        var needs = new ArrayList<Callable<Requirement>>();
        for (var name : programs) {
            needs.add(() -> probe.program(name, "compilerLauncher", Optional.empty(), Catalog.program(name)));
        }
        return report(needs);
    }

    /**
     * What one of the kernel's configuration editors needs.
     *
     * @param target {@code menuconfig}, {@code nconfig}, {@code xconfig} or {@code gconfig}
     */
    public DoctorReport editor(String target, Toolset tools) throws IOException {
        var why = "make " + target;
        return report(List.of(() -> switch (target) {
            case "xconfig" -> library("Qt5Widgets", why, Catalog.QT);
            case "gconfig" -> library("gtk+-3.0", why, Catalog.GTK);
            default -> probe.header(tools.host(), "ncurses.h", "ncurses", why, Catalog.NCURSES);
        }));
    }

    private Requirement library(String name, String why, Packages packages) throws IOException {
        var present = probe.run(List.of("pkg-config", "--exists", name), Map.of())
                .filter(result -> result.succeeded())
                .isPresent();
        return new Requirement(
                name, List.of(why), Optional.empty(), Optional.empty(), present, Optional.empty(), packages);
    }

    /** BusyBox's patch knows neither fuzz nor git's headers. */
    private Requirement gnuPatch() throws IOException {
        var found = probe.program("patch", EVERY_BUILD, Optional.empty(), Catalog.program("patch"));
        return !found.present() || probe.states("patch", "GNU patch")
                ? found
                : new Requirement(
                        "patch",
                        found.why(),
                        found.minimum(),
                        found.found(),
                        true,
                        Optional.of("is not GNU patch"),
                        found.packages());
    }

    private List<Callable<Requirement>> compilers(Toolset tools) {
        var needs = new ArrayList<Callable<Requirement>>();
        needs.add(() -> probe.program(tools.compiler(), EVERY_BUILD, Optional.empty(), compilerPackages(tools)));
        needs.add(() -> probe.program(tools.linker(), EVERY_BUILD, Optional.empty(), linkerPackages(tools)));
        if (tools.isLlvm()) {
            for (var name : List.of("llvm-ar", "llvm-nm", "llvm-objcopy")) {
                needs.add(() -> probe.program(
                        tools.llvmTool(name), "LLVM=" + tools.llvm(), Optional.empty(), Catalog.program(name)));
            }
        }
        var host = tools.host().split("\\s+")[0];
        if (!host.equals(tools.compiler())) {
            needs.add(() ->
                    probe.program(host, "programs that run while building", Optional.empty(), hostPackages(host)));
        }
        return needs;
    }

    private Requirement against(String program, String tool, TreeMinimums minimums, Packages packages)
            throws IOException {
        var minimum = minimums.of(tool);
        return probe.program(
                program,
                minimum.map(TreeMinimums.Minimum::source).orElse(EVERY_BUILD),
                minimum.map(TreeMinimums.Minimum::version),
                packages);
    }

    private static Packages compilerPackages(Toolset tools) {
        if (tools.isLlvm()) {
            return Catalog.program("clang");
        }
        return tools.crossCompile().isEmpty() ? Catalog.program("gcc") : cross(tools);
    }

    private static Packages linkerPackages(Toolset tools) {
        if (tools.isLlvm()) {
            return Catalog.program("ld.lld");
        }
        return tools.crossCompile().isEmpty() ? Catalog.program("ld") : cross(tools);
    }

    private static Packages cross(Toolset tools) {
        var name = tools.crossCompile().substring(tools.crossCompile().lastIndexOf('/') + 1);
        return Catalog.cross(name.replaceFirst("-$", ""));
    }

    private static Packages hostPackages(String compiler) {
        return Catalog.program(compiler.contains("clang") ? "clang" : "gcc");
    }

    /** Looks at several at once, for most of the time goes by while programs start. */
    private DoctorReport report(List<Callable<Requirement>> needs) throws IOException {
        var host = probe.host();
        var found = Workers.all(Math.min(host.cores(), MOST_AT_ONCE), "looking for the tools of the build", needs);
        return new DoctorReport(found, PackageManager.of(host));
    }
}
