package org.kernelmaven.build.module;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.kernelmaven.build.module.StubModule.code;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kernelmaven.UserException;
import org.kernelmaven.build.GuestParameters;
import org.kernelmaven.kbuild.CompileException;
import org.kernelmaven.module.BuiltModule;

/**
 * Tests of modules, from their sources to the guest's console, which a script in QEMU's place writes: it "loads" what
 * cpio finds in the initramfs, in the order of its list.
 */
class KunitTest {

    private static final String QEMU =
            """
            #!/bin/sh
            case "$*" in *' kvm '*) exit 1;; esac
            while [ "$1" != -initrd ]; do shift; done
            say() { printf '[    2.000000] %s\\n' "$*"; }
            for module in $(cpio -i --quiet --to-stdout modules.list <"$2" | sed 's/^[?~]//'); do
              name=$(basename "$module" .ko)
              cpio -i --quiet --to-stdout "${module#/}" <"$2" >"RESULTS/$name.loaded"
              say "kernel-maven: loading $name"
              [ ! -f "RESULTS/$name" ] || cat "RESULTS/$name"
              say "kernel-maven: loaded $name"
            done
            say 'kernel-maven: done'
            """;

    private static final TestParameters PARAMETERS =
            new TestParameters(new GuestParameters(64, 1, Duration.ofSeconds(30), ""), Map.of());

    @TempDir
    Path directory;

    private Path dev;
    private Path results;
    private StubModule widget;

    @BeforeEach
    void project() throws IOException {
        dev = StubDev.copy(directory.resolve("dev"));
        append(
                ".config",
                """
                CONFIG_BLK_DEV_INITRD=y
                CONFIG_BINFMT_ELF=y
                CONFIG_TTY=y
                CONFIG_SERIAL_8250_CONSOLE=y
                CONFIG_KUNIT=m
                """);
        append("Module.symvers", "0x12345678\tkunit_check\tlib/kunit/kunit\tEXPORT_SYMBOL_GPL\t\n");
        results = Files.createDirectories(directory.resolve("results"));
        widget = new StubModule(directory.resolve("widget"), directory.resolve("store"))
                .kernel(dev)
                .resolves("stub-kernel", "", kernel())
                .resolves("stub-kernel", "modules", kernelModules())
                .programs(qemu())
                .source("widget.h", "int widget_size(void);\n")
                .source(
                        "widget.c",
                        code(
                                "#include \"widget.h\"",
                                "int widget_size(void) { return 3; }",
                                "EXPORT_SYMBOL(widget_size);"))
                .write(
                        "src/test/module/widget_test.c",
                        code(
                                "#include <widget.h>",
                                "int kunit_check(int);",
                                "static int test(void) { return kunit_check(widget_size()); }",
                                "module_init(test);"));
        result("ok 1");
    }

    private void append(String file, String text) throws IOException {
        Files.writeString(dev.resolve(file), text, StandardOpenOption.APPEND);
    }

    private Path kernel() throws IOException {
        var kernel = directory.resolve("kernel");
        Files.createDirectories(kernel.resolve("boot"));
        Files.writeString(kernel.resolve("boot/vmlinuz-" + StubModule.RELEASE), "");
        return kernel;
    }

    private Path kernelModules() throws IOException {
        var modules = directory.resolve("modules");
        BuiltModule.assemble(
                modules.resolve("lib/modules/" + StubModule.RELEASE + "/kernel/lib/kunit/kunit.ko"), "license=GPL");
        return modules;
    }

    private Path qemu() throws IOException {
        var bin = Files.createDirectories(directory.resolve("bin"));
        var script = Files.writeString(bin.resolve("qemu-system-x86_64"), QEMU.replace("RESULTS", results.toString()));
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        return bin;
    }

    private void result(String verdict) throws IOException {
        Files.writeString(
                results.resolve("widget_test"),
                "    # Subtest: widget\n    " + verdict + " size\n" + verdict + " widget\n");
    }

    private void test() throws IOException {
        widget.build().test(PARAMETERS);
    }

    private String console() throws IOException {
        return Files.readString(directory.resolve("widget/target/kernel-module/test/console.log"));
    }

    private Path compiled() {
        return directory.resolve("widget/target/kernel-module/test-src/widget_test.o");
    }

    @Test
    void testIsLoadedAfterWhatItUses() throws IOException {
        test();

        assertThat(console().lines().filter(line -> line.contains("loading ")))
                .extracting(line -> line.replaceFirst(".*loading ", ""))
                .containsExactlyInAnyOrder("widget", "kunit", "widget_test")
                .last()
                .isEqualTo("widget_test");
        assertThat(results.resolve("widget_test.loaded"))
                .hasSameBinaryContentAs(compiled().resolveSibling("widget_test.ko"));
    }

    @Test
    void kunitIsLoadedForATestThatUsesNoSymbolOfIt() throws IOException {
        widget.write(
                "src/test/module/widget_test.c", code("static int test(void) { return 0; }", "module_init(test);"));

        test();

        assertThat(console()).containsSubsequence("loading kunit", "loading widget_test");
    }

    @Test
    void failedTestFailsTheBuild() throws IOException {
        result("not ok 1");

        assertThatThrownBy(this::test)
                .isInstanceOf(UserException.class)
                .hasMessageContaining("test 'widget.size' failed");
    }

    @Test
    void testThatSaysNothingFailsTheBuild() throws IOException {
        Files.delete(results.resolve("widget_test"));

        assertThatThrownBy(this::test).isInstanceOf(UserException.class).hasMessageContaining("gave no test result");
    }

    @Test
    void kernelWithoutKunitLoadsTheModulesAlone() throws IOException {
        Files.writeString(
                dev.resolve(".config"), Files.readString(dev.resolve(".config")).replace("CONFIG_KUNIT=m\n", ""));

        test();

        assertThat(console()).contains("loaded widget").doesNotContain("widget_test");
        assertThat(compiled()).doesNotExist();
    }

    @Test
    void projectWithoutTestsLoadsItsModules() throws IOException {
        Files.delete(directory.resolve("widget/src/test/module/widget_test.c"));

        test();

        assertThat(console()).contains("loaded widget").doesNotContain("widget_test");
    }

    @Test
    void testIsNotCompiledAgain() throws IOException {
        test();
        var before = Files.getLastModifiedTime(compiled());

        test();

        assertThat(Files.getLastModifiedTime(compiled())).isEqualTo(before);
    }

    @Test
    void changedHeaderOfTheModuleCompilesTheTestAgain() throws IOException {
        test();
        var before = Files.getLastModifiedTime(compiled());
        widget.source("widget.h", "int widget_size(void);\n#define WIDGET 1\n");

        test();

        assertThat(Files.getLastModifiedTime(compiled())).isGreaterThan(before);
    }

    @Test
    void errorNamesTheTestsSource() throws IOException {
        widget.write("src/test/module/widget_test.c", code("int broken = ;"));

        assertThatThrownBy(this::test)
                .isInstanceOf(CompileException.class)
                .hasMessageContaining("Compiling the tests")
                .hasMessageContaining("src/test/module/widget_test.c:2:");
    }

    @Test
    void symbolThatNothingExportsFailsTheTestsCompile() throws IOException {
        widget.write("src/test/module/widget_test.c", code("int nobody(void);", "int test(void) { return nobody(); }"));

        assertThatThrownBy(this::test)
                .isInstanceOf(CompileException.class)
                .hasMessageContaining("Compiling the tests")
                .hasMessageContaining("nobody");
    }
}
