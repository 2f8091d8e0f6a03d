package org.kernelmaven.kbuild;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompilerErrorsTest {

    private static final Path VIEW = Path.of("/home/me/p/target/kernel/tree");

    private static String message(String... lines) {
        var errors = new CompilerErrors(VIEW, VIEW.resolve("build"));
        for (var line : lines) {
            errors.line(line);
        }
        return String.valueOf(errors.failure("Compiling the kernel", 2, List.of(lines), Path.of("build.log"))
                .getMessage());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "../init/main.c:12:3: error: expected ';'|init/main.c:12: expected ';'",
                "/home/me/p/target/kernel/tree/fs/x.c:1:9: fatal error: a.h: No such file|fs/x.c:1: a.h: No such file",
                "arch/x86/boot/x.S:7: Error: no such instruction|build/arch/x86/boot/x.S:7: no such instruction",
                "./include/generated/x.h:1:1: error: stray|build/include/generated/x.h:1: stray",
                "/usr/include/x.h:3:1: error: unknown type|/usr/include/x.h:3: unknown type",
                "../mm/a.c:5:1: internal compiler error: Segmentation fault|mm/a.c:5: Segmentation fault",
                "ld: init/main.o: in function `f': main.c:(.text+0x5): undefined reference to `g'"
                        + "|init/main.o: in function `f': main.c:(.text+0x5): undefined reference to `g'",
                "ld.lld: error: undefined symbol: g|undefined symbol: g",
                "ERROR: modpost: \"g\" [lib/x.ko] undefined!|\"g\" [lib/x.ko] undefined!",
                "/bin/sh: 1: bc: not found|/bin/sh: 1: bc: not found",
                "gcc: error: unrecognized command-line option '-mfoo'|unrecognized command-line option '-mfoo'",
            })
    void recognises(String line, String shown) {
        assertThat(message(line)).contains("First errors:\n  " + shown + "\n");
    }

    @Test
    void aWarningIsNoError() {
        assertThat(message("../init/main.c:12:3: warning: unused variable 'error'"))
                .doesNotContain("First errors");
    }

    @Test
    void makesOwnErrorsSpeakWhereNobodyElseDoes() {
        assertThat(message("make[1]: *** No rule to make target 'x.o', needed by 'y.a'.  Stop."))
                .contains("make says:\n  No rule to make target 'x.o', needed by 'y.a'.  Stop.");
    }

    @Test
    void showsTheFirstErrorsOnly() {
        var lines = new String[100];
        for (var i = 0; i < lines.length; i++) {
            lines[i] = "../a.c:" + (i + 1) + ":1: error: e" + i;
        }
        var text = message(lines);
        assertThat(text)
                .contains("a.c:10: e9\nLast lines:")
                .doesNotContain("  a.c:11:")
                .contains("../a.c:100:1: error: e99");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cc1: fatal error: error writing to /tmp/ccX.s: No space left on device|The disk is full",
                "flex: error writing output file scripts/kconfig/lexer.lex.c|The disk is full",
                "ld: final link failed: Disk quota exceeded|The disk is full",
                "cp: error writing 'vmlinux': File too large|The disk is full",
                "gcc: fatal error: Killed signal terminated program cc1|memory ran out",
                "make[2]: *** [../scripts/Makefile.build:250: a.o] Error 137|memory ran out",
                "../scripts/x.c:3:10: fatal error: openssl/bio.h: No such file or directory|Header 'openssl/bio.h'",
                "<stdin>:1:10: fatal error: libelf.h: No such file or directory|Header 'libelf.h'",
                "/bin/sh: 1: flex: not found|Program 'flex' is missing",
                "sh: line 1: bison: command not found|Program 'bison' is missing",
            })
    void addsACure(String line, String cure) {
        assertThat(message(line)).contains(cure);
    }

    @Test
    void aMissingHeaderOfTheKernelIsNotTheMachines() {
        assertThat(message("../a.c:1:10: fatal error: linux/nope.h: No such file or directory"))
                .doesNotContain("kernel:doctor");
    }

    @Test
    void aPathThatIsNoneIsShownAsItIs() {
        assertThat(message("a\0b.c:1:1: error: x")).contains("a\0b.c:1: x");
    }

    @Test
    void anEndlessLineCostsNothing() {
        assertThat(message("x".repeat(60_000) + ":1: error: y")).doesNotContain("First errors");
    }
}
