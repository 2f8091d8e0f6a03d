package org.kernelmaven.module;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.kernelmaven.module.StubKernel.module;
import static org.kernelmaven.module.StubKernel.project;
import static org.kernelmaven.module.StubKernel.provider;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kernelmaven.KernelVersion;
import org.kernelmaven.UserException;
import org.kernelmaven.module.Requirements.OptionState;

/** What would keep a module from loading is said when it is built, with all that is known of it. */
class ModuleCheckTest {

    @TempDir
    Path directory;

    private final StubKernel kernel = new StubKernel().exports("_printk", "vmlinux", false, "", 1);

    private List<String> errors(ModuleCheck.Project project, ModuleBinary... modules) throws IOException {
        return new ModuleCheck(kernel.build(), project)
                .after(List.of(modules), SymbolVersions.NONE)
                .errors();
    }

    private String error(ModuleCheck.Project project, ModuleBinary... modules) throws IOException {
        var errors = errors(project, modules);
        assertThat(errors).hasSize(1);
        return errors.get(0);
    }

    @Test
    void moduleThatFitsIsFine() throws IOException {
        kernel.exports("kunit_run", "lib/kunit/kunit", true, "", 1);
        var findings = new ModuleCheck(kernel.build(), project(provider("g:core:1", "core", "core_open")))
                .after(List.of(module("a", "_printk", "kunit_run", "core_open")), SymbolVersions.NONE);
        assertThat(findings).isEqualTo(new Findings(List.of(), List.of()));
    }

    @Test
    void moduleOfTheTreeMayTakeThePlaceOfTheKernels() throws IOException {
        kernel.exports("b_open", "drivers/b", false, "", 0);
        var own = new SymbolVersions(Map.of("b_open", StubKernel.symbol("b_open", "/src/b", false, "", 0)));
        var check = new ModuleCheck(kernel.build(), project());
        var modules = List.of(module("a", "b_open"), StubKernel.exporting(module("b"), "b_open"));

        assertThat(check.after(modules, own).errors()).isNotEmpty();
        assertThat(check.ofTree(modules, own)).isEqualTo(new Findings(List.of(), List.of()));
    }

    @Test
    void moduleOfTheTreeMustHaveItsSymbols() throws IOException {
        assertThat(new ModuleCheck(kernel.build(), project())
                        .ofTree(List.of(module("a", "_pritnk")), SymbolVersions.NONE)
                        .errors())
                .containsExactly("Module a uses symbol '_pritnk', which is undefined. Nothing known exports it."
                        + " Did you mean '_printk'?");
    }

    @Test
    void symbolOfAModuleOfTheSameProject() throws IOException {
        var own = new SymbolVersions(Map.of("b_open", StubKernel.symbol("b_open", "/src/b", false, "", 0)));
        assertThat(new ModuleCheck(kernel.build(), project())
                        .after(List.of(module("a", "b_open"), module("b")), own)
                        .errors())
                .isEmpty();
    }

    @Test
    void undefinedForAnOptionThatIsOff() throws IOException {
        kernel.could("usb_alloc_urb", "drivers/usb/core/urb.c", "USB_SUPPORT", "USB")
                .option("USB_SUPPORT", "y");
        assertThat(error(project(), module("a", "usb_alloc_urb")))
                .isEqualTo("Module a uses symbol 'usb_alloc_urb', which is undefined. 'drivers/usb/core/urb.c' exports"
                        + " it under USB, which is off in this kernel: set USB to yes or module in the kernel project's"
                        + " <config> (where it has no prompt: what selects it).");
    }

    @Test
    void undefinedForTrimmedExports() throws IOException {
        kernel.could("seq_open", "fs/seq_file.c").option("TRIM_UNUSED_KSYMS", "y");
        assertThat(error(project(), module("a", "seq_open"))).contains("set TRIM_UNUSED_KSYMS to no");
    }

    @Test
    void undefinedForAModuleThatIsNoDependency() throws IOException {
        var project = new ModuleCheck.Project(
                Optional.empty(),
                List.of(),
                List.of(),
                List.of(provider("com.acme:core:1.2", "core", "core_open")),
                Requirements.NONE,
                Optional.empty());
        assertThat(error(project, module("a", "core_open")))
                .contains("Module core of com.acme:core:1.2 exports it, which is not a dependency")
                .contains("<type>kernel-module</type>");
    }

    @Test
    void undefinedForWantOfAnExport() throws IOException {
        kernel.systemMap(Files.writeString(
                directory.resolve("System.map"), "ffffffff81000000 T _text\nffffffff81000010 t start_kernel\n"));
        assertThat(error(project(), module("a", "start_kernel"))).contains("does not export it to modules");
    }

    @Test
    void undefinedByATypo() throws IOException {
        assertThat(error(project(), module("a", "_pritnk"))).endsWith("Did you mean '_printk'?");
        assertThat(error(project(), module("a", "nowhere_near"))).contains("Nothing known exports it: neither");
    }

    @Test
    void gplOnlySymbolsOfOthers() throws IOException {
        kernel.exports("gpl_one", "vmlinux", true, "", 0).could("gpl_two", "a.c", "A");
        var module = module(
                "a",
                List.of("license=Proprietary", "description=x", "vermagic=6.1.55 mod_unload"),
                "gpl_one",
                "gpl_two");
        assertThat(errors(project(), module))
                .anySatisfy(error -> assertThat(error).contains("'gpl_one'").contains("its licence is 'Proprietary'"))
                .anySatisfy(error -> assertThat(error)
                        .contains("'gpl_two'")
                        .endsWith("It is exported to modules with a GPL-compatible licence only."))
                .hasSize(2);
    }

    @Test
    void namespaceThatIsNotImported() throws IOException {
        kernel.exports("a_one", "vmlinux", true, "NS", 0).exports("a_two", "vmlinux", true, "NS", 0);
        assertThat(error(project(), module("a", "a_one", "a_two")))
                .isEqualTo("Module a uses 'a_one', 'a_two' of the symbol namespace NS without importing it:"
                        + " add MODULE_IMPORT_NS(NS); to its sources.");
        kernel.option("MODULE_ALLOW_MISSING_NAMESPACE_IMPORTS", "y");
        assertThat(errors(project(), module("a", "a_one"))).isEmpty();
    }

    @Test
    void symbolForSomeModulesOnly() throws IOException {
        kernel.exports("kvm_x", "vmlinux", true, "module:kvm-intel,vfio*", 0);
        assertThat(errors(project(), module("kvm_intel", "kvm_x"), module("vfio_pci", "kvm_x")))
                .isEmpty();
        assertThat(error(project(), module("a", "kvm_x"))).contains("to its modules kvm-intel,vfio* only");
    }

    @Test
    void crcOfAnotherPrototype() throws IOException {
        var module = module(
                "a",
                List.of("license=GPL", "description=x", "vermagic=6.1.55 mod_unload modversions"),
                "_printk",
                "core_open");
        kernel.option("MODVERSIONS", "y");
        var project = project(provider("g:core:1", "core", "core_open"));
        assertThat(errors(project, StubKernel.versioned(module, Map.of("_printk", 1, "core_open", 7))))
                .isEmpty();
        assertThat(errors(project, StubKernel.versioned(module, Map.of("_printk", 0xff, "core_open", 8))))
                .anySatisfy(error -> assertThat(error)
                        .contains("'_printk': its CRC is 0x000000ff, that of the kernel is 0x00000001"))
                .anySatisfy(error -> assertThat(error).contains("that of g:core:1 is 0x00000007"))
                .hasSize(2);
        assertThat(new ModuleCheck(kernel.build(), project)
                        .after(List.of(module), SymbolVersions.NONE)
                        .warnings())
                .singleElement()
                .asString()
                .contains("no CRC for _printk, core_open");
    }

    @Test
    void dependencyBuiltForAnotherVersionOfTheNext() throws IOException {
        var door = StubKernel.versioned(module("door", "core_open"), Map.of("core_open", 8));
        var project = new ModuleCheck.Project(
                Optional.empty(),
                List.of(provider("g:core:2", "core", "core_open")),
                List.of(new ModuleCheck.Prebuilt("g:door:1", door)),
                List.of(),
                Requirements.NONE,
                Optional.empty());
        assertThat(new ModuleCheck(kernel.build(), project).before().errors()).isEmpty();
        kernel.option("MODVERSIONS", "y");
        assertThat(new ModuleCheck(kernel.build(), project).before().errors())
                .singleElement()
                .asString()
                .isEqualTo("Module door of g:door:1 was built for another 'core_open': its CRC is 0x00000008, that of"
                        + " g:core:2 is 0x00000007. Depend on versions of both that were built for each other, or build"
                        + " g:door:1 anew.");
    }

    @Test
    void oneSymbolOfTwoModules() throws IOException {
        var project = project(provider("g:core:1", "core", "open"));
        assertThat(error(project, StubKernel.exporting(module("a"), "open")))
                .isEqualTo("'open' is exported by module core of g:core:1 and module a: the kernel loads only one of"
                        + " them. Rename it, or drop one of the modules.");
        assertThat(error(project(), StubKernel.exporting(module("a"), "_printk")))
                .contains("module a and the kernel");
        assertThat(error(project(), StubKernel.exporting(module("a"), "own"), StubKernel.exporting(module("b"), "own")))
                .contains("module a and module b");
    }

    @Test
    void oneSymbolOfTwoDependenciesIsKnownBeforeTheBuild() throws IOException {
        var project = project(provider("g:one:1", "one", "open", "close"), provider("g:two:1", "two", "open", "close"));
        assertThat(new ModuleCheck(kernel.build(), project).before().errors())
                .containsExactly("'close', 'open' are exported by module one of g:one:1 and module two of g:two:1: the"
                        + " kernel loads only one of them. Rename them, or drop one of the modules.");
        assertThat(errors(project, module("a"))).isEmpty();
    }

    @Test
    void vermagicOfAnotherKernel() throws IOException {
        var info = Stream.of("license=GPL", "description=x");
        var base = info.toList();
        assertThat(error(project(), module("a", with(base, "vermagic=6.1.54 mod_unload"))))
                .contains("built for release '6.1.54', but the kernel's is '6.1.55'");
        assertThat(error(project(), module("a", with(base, "vermagic=6.1.55 SMP preempt mod_unload aarch64"))))
                .contains("[SMP mod_unload preempt]")
                .contains("has [mod_unload]");
        assertThat(error(project(), module("a", base))).contains("has no vermagic");
    }

    private static List<String> with(List<String> base, String more) {
        return Stream.concat(base.stream(), Stream.of(more)).toList();
    }

    @Test
    void licenceAndDescription() throws IOException {
        var findings = new ModuleCheck(kernel.build(), project())
                .after(
                        List.of(
                                module("a", List.of("vermagic=6.1.55 mod_unload")),
                                module("b", List.of("license=MIT", "description= ", "vermagic=6.1.55 mod_unload"))),
                        SymbolVersions.NONE);
        assertThat(findings.errors())
                .containsExactly("Module a states no licence: add MODULE_LICENSE(\"GPL\"); or another.");
        assertThat(findings.warnings())
                .hasSize(3)
                .anySatisfy(warning -> assertThat(warning).contains("licence 'MIT'"))
                .anySatisfy(warning -> assertThat(warning).contains("Module b has no description"));
    }

    @Test
    void declaredModulesAndBuiltOnes() throws IOException {
        var project = new ModuleCheck.Project(
                Optional.of(List.of("my-widget", "other")),
                List.of(),
                List.of(),
                List.of(),
                Requirements.NONE,
                Optional.empty());
        assertThat(errors(project, module("my_widget"), module("extra")))
                .containsExactly(
                        "parameter <modules>: module 'other' was not built. Built were: extra, my_widget.",
                        "parameter <modules>: module 'extra' was built, but is not in the list: add it, or take it out"
                                + " of the Kbuild file.");
    }

    @Test
    void unmetRequirementsAreAllNamed() {
        kernel.option("USB", "m").option("NR_CPUS", "64");
        var requirements = new Requirements(
                Map.of(
                        "USB", OptionState.YES,
                        "NR_CPUS", OptionState.SET,
                        "PCI", OptionState.MODULE,
                        "NET", OptionState.OFF,
                        "MODULE_UNLOAD", OptionState.OFF),
                Map.of("efiBootStub", true, "ia32emulation", true),
                List.of("arm64"),
                Optional.of(new Requirements.Range(
                        "[6.5,)",
                        version -> version.compareTo(KernelVersion.parse("6.5").orElseThrow()) >= 0)));
        var project = new ModuleCheck.Project(
                Optional.empty(), List.of(), List.of(), List.of(), requirements, Optional.empty());
        assertThat(new ModuleCheck(kernel.build(), project).before().errors())
                .containsExactly(
                        "parameter <requires><kernel>: the modules want Linux [6.5,), but this kernel is 6.1.55."
                                + " Depend on another kernel, or widen the range.",
                        "parameter <requires><arches>: the modules want arm64, but this kernel is for x86_64.",
                        "parameter <requires><options>: MODULE_UNLOAD must be off, but is y in this kernel: change it in"
                                + " the kernel project's <config>.",
                        "parameter <requires><options>: PCI must be module, but is off in this kernel: change it in the"
                                + " kernel project's <config>.",
                        "parameter <requires><options>: USB must be yes, but is m in this kernel: change it in the"
                                + " kernel project's <config>.",
                        "parameter <requires><features>: feature 'ia32emulation' must be true, but this kernel does not"
                                + " have it. Did you mean 'ia32Emulation'?");
    }

    @Test
    void anotherCompilerIsAWarning() {
        assertThat(compiler("x86_64-linux-gnu-gcc (Debian 12.2.0-14+deb12u1) 12.2.0"))
                .isEmpty();
        assertThat(compiler("gcc (Debian 13.1.0-1) 13.1.0"))
                .singleElement()
                .asString()
                .contains("mostly works");
        assertThat(compiler("Debian clang version 14.0.6"))
                .singleElement()
                .asString()
                .contains("gcc and clang");
        kernel.option("GCC_PLUGINS", "y");
        assertThat(compiler("gcc (Debian 13.1.0-1) 13.1.0"))
                .singleElement()
                .asString()
                .contains("with its GCC_PLUGINS the modules may load and then crash");
    }

    private List<String> compiler(String ours) {
        var project = new ModuleCheck.Project(
                Optional.empty(), List.of(), List.of(), List.of(), Requirements.NONE, Optional.of(ours));
        return new ModuleCheck(kernel.build(), project).before().warnings();
    }

    @Test
    void allErrorsAreOneMessage() {
        new Findings(List.of(), List.of("w")).throwIfErrors("Linux 6.1.55");
        assertThatThrownBy(() -> new Findings(List.of("one", "two"), List.of()).throwIfErrors("Linux 6.1.55"))
                .isInstanceOf(UserException.class)
                .hasMessage("2 reasons why the modules do not fit Linux 6.1.55:\n  one\n  two");
    }
}
