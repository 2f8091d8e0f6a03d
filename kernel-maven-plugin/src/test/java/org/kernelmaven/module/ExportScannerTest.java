package org.kernelmaven.module;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kernelmaven.UserException;

/** What a tree exports and under which options, in the forms that Linux 6.1 and 6.12 write it. */
class ExportScannerTest {

    @TempDir
    Path directory;

    private Path tree() {
        return directory.resolve("tree");
    }

    private void file(String path, String... lines) throws IOException {
        var file = tree().resolve(path);
        Files.createDirectories(file.getParent());
        Files.write(file, List.of(lines));
    }

    private ExportIndex scan() throws IOException {
        return new ExportScanner(tree(), "x86", 2).scan();
    }

    private List<Set<String>> options(String symbol) throws IOException {
        var found = scan().find(symbol);
        assertThat(found).as(symbol).hasSize(1);
        return found.get(0).options();
    }

    @Test
    void objectOfAnOption() throws IOException {
        file("drivers/Makefile", "obj-$(CONFIG_USB)\t\t+= usb/");
        file("drivers/usb/Makefile", "obj-$(CONFIG_USB_ACM) += \\", "\tother.o \\", "\tacm.o # the modem");
        file("drivers/usb/acm.c", "int f;", "EXPORT_SYMBOL_GPL(acm_open);", "EXPORT_SYMBOL (acm_close);");
        assertThat(scan().find("acm_open"))
                .containsExactly(new ExportIndex.Export(
                        "acm_open",
                        "drivers/usb/acm.c",
                        true,
                        Optional.empty(),
                        List.of(Set.of("USB"), Set.of("USB_ACM"))));
        assertThat(scan().find("acm_close").get(0).gplOnly()).isFalse();
    }

    @Test
    void compositeObjects() throws IOException {
        file(
                "drivers/Makefile",
                "obj-$(CONFIG_CORE) += core.o",
                "core-y := main.o lib/port.o",
                "core-$(CONFIG_CORE_EN) += en.o",
                "core-objs += $(addprefix sub/, one.o two.o)");
        file("drivers/lib/port.c", "EXPORT_SYMBOL(port);");
        file("drivers/en.c", "EXPORT_SYMBOL(en);");
        file("drivers/sub/two.c", "EXPORT_SYMBOL(two);");
        assertThat(options("port")).containsExactly(Set.of("CORE"));
        assertThat(options("en")).containsExactly(Set.of("CORE"), Set.of("CORE_EN"));
        assertThat(options("two")).containsExactly(Set.of("CORE"));
    }

    @Test
    void objectOfSeveralOptionsAndOfNone() throws IOException {
        file("lib/Makefile", "lib-y := always.o", "obj-$(CONFIG_A) += shared.o", "obj-$(CONFIG_B) += shared.o");
        file("lib/always.c", "EXPORT_SYMBOL(always);");
        file("lib/shared.c", "EXPORT_SYMBOL(shared);");
        file("lib/unnamed.c", "EXPORT_SYMBOL(unnamed);");
        assertThat(options("always")).isEmpty();
        assertThat(options("shared")).containsExactly(Set.of("A", "B"));
        assertThat(options("unnamed")).isEmpty();
    }

    @Test
    void conditionalsOfMake() throws IOException {
        file(
                "net/Makefile",
                "ifeq ($(CONFIG_A),y)",
                "obj-y += a.o",
                "else",
                "obj-y += not-a.o",
                "endif",
                "ifneq ($(CONFIG_B)$(CONFIG_C),)",
                "obj-$(CONFIG_D) += b.o",
                "endif",
                "ifdef CONFIG_E",
                "obj-y += e.o",
                "endif",
                "obj-y += free.o");
        for (var name : List.of("a", "not-a", "b", "e", "free")) {
            file("net/" + name + ".c", "EXPORT_SYMBOL(" + name.replace('-', '_') + ");");
        }
        assertThat(options("a")).containsExactly(Set.of("A"));
        assertThat(options("not_a")).isEmpty();
        assertThat(options("b")).containsExactly(Set.of("B", "C"), Set.of("D"));
        assertThat(options("e")).containsExactly(Set.of("E"));
        assertThat(options("free")).isEmpty();
    }

    @Test
    void conditionalsOfThePreprocessor() throws IOException {
        file(
                "mm/x.c",
                "#include <linux/export.h>",
                "#ifdef CONFIG_A",
                "EXPORT_SYMBOL(in_a);",
                "# if defined(CONFIG_B) || IS_ENABLED(CONFIG_C) /* either */",
                "EXPORT_SYMBOL(in_a_and_b_or_c);",
                "# endif",
                "#else",
                "EXPORT_SYMBOL(not_in_a);",
                "#endif",
                "#if defined(CONFIG_D) && \\",
                "    !defined(CONFIG_E)",
                "EXPORT_SYMBOL(negated);",
                "#endif",
                "#if defined(CONFIG_F) || defined(CONFIG_F_MODULE)",
                "EXPORT_SYMBOL(modular);",
                "#endif");
        assertThat(options("in_a")).containsExactly(Set.of("A"));
        assertThat(options("in_a_and_b_or_c")).containsExactly(Set.of("A"), Set.of("B", "C"));
        assertThat(options("not_in_a")).isEmpty();
        assertThat(options("negated")).isEmpty();
        assertThat(options("modular")).containsExactly(Set.of("F"));
    }

    @Test
    void namespaces() throws IOException {
        file(
                "drivers/x.c",
                "EXPORT_SYMBOL_NS_GPL(one, USB_STORAGE);",
                "EXPORT_SYMBOL_NS(two,",
                "\t\t \"CXL\");",
                "#define DEFAULT_SYMBOL_NAMESPACE \"PWM\"",
                "EXPORT_SYMBOL_GPL(three);",
                "EXPORT_SYMBOL_GPL_FOR_MODULES(four, \"kvm,vfio\");");
        var index = scan();
        assertThat(index.find("one").get(0).namespace()).contains("USB_STORAGE");
        assertThat(index.find("two").get(0).namespace()).contains("CXL");
        assertThat(index.find("three").get(0).namespace()).contains("PWM");
        assertThat(index.find("four").get(0).gplOnly()).isTrue();
    }

    @Test
    void macrosThatExportMoreThanTheirName() throws IOException {
        file(
                "kernel/x.c",
                "EXPORT_TRACEPOINT_SYMBOL_GPL(sched_switch);",
                "EXPORT_STATIC_CALL(might);",
                "EXPORT_PER_CPU_SYMBOL(counter);",
                "EXPORT_GPL_SIMPLE_DEV_PM_OPS(chip_pm, chip_suspend, chip_resume);",
                "ACPI_EXPORT_SYMBOL(acpi_walk)");
        assertThat(scan().exports().keySet())
                .containsExactlyInAnyOrder(
                        "__tracepoint_sched_switch",
                        "__traceiter_sched_switch",
                        "__SCK__tp_func_sched_switch",
                        "__SCK__might",
                        "__SCT__might",
                        "counter",
                        "chip_pm",
                        "acpi_walk");
    }

    @Test
    void whatIsNoExportOrNotOfThisKernel() throws IOException {
        file("fs/x.c", "/* EXPORT_SYMBOL(comment) */", " * EXPORT_SYMBOL(more)", "#define X(n) \\", "EXPORT_SYMBOL(n)");
        file("arch/arm64/x.c", "EXPORT_SYMBOL(other_arch);");
        file("arch/s390/Makefile");
        file("drivers/s390/x.c", "EXPORT_SYMBOL(other_driver);");
        file("arch/x86/x.S", "EXPORT_SYMBOL(this_arch)");
        file("tools/x.c", "EXPORT_SYMBOL(tool);");
        file("build/x.c", "EXPORT_SYMBOL(built);");
        assertThat(scan().exports().keySet()).containsExactly("this_arch");
    }

    @Test
    void fileIsSortedAndReadsAsItWasWritten() throws IOException {
        file("drivers/Makefile", "obj-$(CONFIG_A) += b.o", "obj-$(CONFIG_C) += b.o");
        file("drivers/b.c", "EXPORT_SYMBOL_NS_GPL(z, NS);", "EXPORT_SYMBOL(y);");
        file("drivers/a.c", "EXPORT_SYMBOL(x);");
        var file = directory.resolve("exports.tsv");
        scan().write(file);
        assertThat(file)
                .content()
                .isEqualTo("x\tdrivers/a.c\t\t\t\ny\tdrivers/b.c\t\t\tA|C\nz\tdrivers/b.c\tGPL\tNS\tA|C\n");
        assertThat(ExportIndex.read(file)).isEqualTo(scan());
    }

    @Test
    void exportedSymbolsAreLeftOut() throws IOException {
        file("drivers/a.c", "EXPORT_SYMBOL(x);", "EXPORT_SYMBOL(y);");
        var exported = new SymbolVersions(Map.of("x", new ExportedSymbol("x", 0, "vmlinux", false, Optional.empty())));
        assertThat(scan().without(exported).exports().keySet()).containsExactly("y");
    }

    @Test
    void damagedFileIsNamedAndAbsentOneIsEmpty() throws IOException {
        var file = directory.resolve("exports.tsv");
        assertThat(ExportIndex.read(file)).isEqualTo(ExportIndex.NONE);
        Files.writeString(file, "x\ta.c\t\t\tA\nx\ta.c\t\t\tA B;\n");
        assertThatThrownBy(() -> ExportIndex.read(file))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("exports.tsv' line 2");
    }
}
