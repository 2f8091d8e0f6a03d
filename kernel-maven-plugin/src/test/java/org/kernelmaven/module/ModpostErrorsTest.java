package org.kernelmaven.module;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What modpost prints is explained. The lines are made up after the format strings of scripts/mod/modpost.c, which are
 * the same in Linux 6.1 and 6.12; that a real modpost prints such lines is not shown here.
 */
class ModpostErrorsTest {

    private final StubKernel kernel = new StubKernel()
            .exports("_printk", "vmlinux", false, "", 1)
            .could("usb_alloc_urb", "drivers/usb/core/urb.c", "USB");

    private List<String> explain(String... lines) throws IOException {
        return new ModpostErrors(kernel.build(), StubKernel.project()).explain(List.of(lines));
    }

    @Test
    void undefinedSymbols() throws IOException {
        assertThat(explain(
                        "  MODPOST /tmp/x/Module.symvers",
                        "ERROR: modpost: \"usb_alloc_urb\" [/tmp/x/bad-one.ko] undefined!",
                        "WARNING: modpost: \"_pritnk\" [/tmp/x/bad-one.ko] undefined!",
                        "make[1]: *** [../scripts/Makefile.modpost:127: /tmp/x/Module.symvers] Error 1"))
                .satisfiesExactly(
                        message -> assertThat(message)
                                .startsWith("Module bad_one uses symbol 'usb_alloc_urb'")
                                .contains("set USB to yes or module"),
                        message -> assertThat(message).endsWith("Did you mean '_printk'?"));
    }

    @Test
    void gplOnlySymbolsOfOneModuleAreOneMessage() throws IOException {
        assertThat(explain(
                        "ERROR: modpost: GPL-incompatible module prop.ko uses GPL-only symbol 'class_destroy'",
                        "ERROR: modpost: GPL-incompatible module prop.ko uses GPL-only symbol 'class_create'"))
                .singleElement()
                .asString()
                .startsWith("Module prop uses 'class_create', 'class_destroy', exported to modules with");
    }

    @Test
    void namespaces() throws IOException {
        assertThat(explain(
                        "ERROR: modpost: module bad uses symbol good_gpl from namespace GOOD, but does not import it."))
                .containsExactly("Module bad uses 'good_gpl' of the symbol namespace GOOD without importing it: add"
                        + " MODULE_IMPORT_NS(GOOD); to its sources.");
    }

    @Test
    void exportedTwice() throws IOException {
        assertThat(explain(
                        "ERROR: modpost: /tmp/x/one: '_printk' exported twice. Previous export was in vmlinux",
                        "ERROR: modpost: /tmp/x/one: 'own' exported twice. Previous export was in /tmp/x/two.ko"))
                .satisfiesExactly(
                        message -> assertThat(message).contains("'_printk', and so does the kernel"),
                        message -> assertThat(message).contains("'own', and so does module two"));
    }

    @Test
    void missingLicence() throws IOException {
        assertThat(explain("ERROR: modpost: missing MODULE_LICENSE() in /tmp/x/free.o"))
                .containsExactly("Module free states no licence: add MODULE_LICENSE(\"GPL\"); or another.");
    }

    @Test
    void otherLinesAreNotItsOwn() throws IOException {
        assertThat(explain("  CC [M]  /tmp/x/a.o", "a.c:1: error: \"x\" undefined!"))
                .isEmpty();
    }
}
