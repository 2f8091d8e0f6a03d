package org.kernelmaven.module;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kernelmaven.kbuild.Arch;
import org.kernelmaven.kbuild.MakeFlags;
import org.kernelmaven.kbuild.Toolchain;
import org.kernelmaven.tool.CommandRunner;

/** Real make, and a kernel whose makefile asks for three flags, one of which the compiler does not take. */
class CompilerAnswersTest {

    private static final String ASKS =
            """
            TMPOUT = $(M)/.tmp_$$$$
            try-run = $(shell set -e;		\\
            	TMP=$(TMPOUT)/tmp;		\\
            	trap "rm -rf $(TMPOUT)" EXIT;	\\
            	mkdir -p $(TMPOUT);		\\
            	if ($(1)) >/dev/null 2>&1;	\\
            	then echo "$(2)";		\\
            	else echo "$(3)";		\\
            	fi)
            cc-option = $(call try-run,\\
            	$(CC) -Werror $(1) -c -x c /dev/null -o "$$TMP",$(1),$(2))
            """;

    private static final String KERNEL =
            """
            CC := cc
            include scripts/Makefile.compiler
            flags := $(call cc-option,-fone) $(call cc-option,-fno-such,-finstead) $(call cc-option,-Dx='a:b(c, #d)=e')
            flags += $(call try-run,echo 'int x = 1 ;' | $(CC) -x c - -o "$$TMP",yes\\$$x,no)
            modules:
            	@printf '%s\\n' '$(subst ','\\'',$(flags))'
            	$(LAST)
            """;

    @TempDir
    Path directory;

    private Map<String, String> callers = Map.of();

    @BeforeEach
    void makeKernelAndCompiler() throws IOException {
        for (var folder : List.of("dev/scripts", "src", "programs")) {
            Files.createDirectories(directory.resolve(folder));
        }
        Files.writeString(directory.resolve("dev/scripts/Makefile.compiler"), ASKS);
        Files.writeString(directory.resolve("dev/Makefile"), KERNEL);
        compiler("exit 1");
        callers = Map.of("PATH", directory.resolve("programs") + ":/usr/bin:/bin");
    }

    /** One that counts how often it is asked. */
    private void compiler(String whereNotTaken) throws IOException {
        var program = directory.resolve("programs/cc");
        Files.writeString(
                program,
                """
                #!/bin/sh
                echo "$*" >>%s
                for last; do case $last in -fno-such) %s ;; esac; done
                echo compiled >"$last"
                """
                        .formatted(directory.resolve("asked"), whereNotTaken));
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private String make(String kernel, String... variables) throws IOException {
        var flags = new MakeFlags(Map.of("CC", "cc"));
        var toolchain = new Toolchain(Arch.X86_64, Optional.empty(), Optional.empty(), flags);
        var make = new ModuleMake(
                directory.resolve("dev"),
                toolchain,
                directory.resolve("src"),
                List.of(),
                List.of(),
                List.of(),
                1,
                Instant.EPOCH);
        var answers =
                CompilerAnswers.of(make, kernel, callers, directory.resolve("kept"), directory.resolve("answers.mk"));
        var result =
                new CommandRunner(callers).run(answers.knownTo(make.modules()).plus(List.of(variables)));
        if (result.succeeded()) {
            answers.keep();
        }
        return result.tail().stream()
                .filter(line -> line.startsWith("-"))
                .findFirst()
                .orElseThrow();
    }

    private long asked() throws IOException {
        var asked = directory.resolve("asked");
        if (!Files.exists(asked)) {
            return 0;
        }
        try (var lines = Files.lines(asked)) {
            return lines.count();
        } finally {
            Files.delete(asked);
        }
    }

    private static final String FLAGS = "-fone -finstead -Dx='a:b(c, #d)=e' yes$x";

    @Test
    void theSecondMakeAsksNothingAndGetsTheSame() throws IOException {
        assertThat(make("kernel")).isEqualTo(FLAGS);
        assertThat(asked()).isEqualTo(4);
        assertThat(make("kernel")).isEqualTo(FLAGS);
        assertThat(asked()).isZero();
    }

    @Test
    void withoutThemTheKernelGetsTheSame() throws IOException {
        Files.writeString(directory.resolve("dev/scripts/Makefile.compiler"), ASKS.replace("set -e;", "set -eu;"));
        assertThat(make("kernel")).isEqualTo(FLAGS);
        assertThat(make("kernel")).isEqualTo(FLAGS);
        assertThat(asked()).isEqualTo(8);
    }

    @Test
    void anotherKernelAndAnotherCompilerAreAskedAgain() throws IOException {
        make("kernel");
        make("other");
        assertThat(asked()).isEqualTo(8);
        compiler("true");
        assertThat(make("kernel")).isEqualTo("-fone -fno-such -Dx='a:b(c, #d)=e' yes$x");
        assertThat(asked()).isEqualTo(4);
    }

    @Test
    void whatAFailedMakeAskedIsAskedAgain() throws IOException {
        make("kernel", "LAST=false");
        assertThat(asked()).isEqualTo(4);
        make("kernel");
        assertThat(asked()).isEqualTo(4);
    }

    @Test
    void aNewQuestionAloneIsAsked() throws IOException {
        make("kernel");
        asked();
        Files.writeString(directory.resolve("dev/Makefile"), KERNEL.replace("-fone", "-ftwo"));
        assertThat(make("kernel")).startsWith("-ftwo ");
        assertThat(asked()).isEqualTo(1);
    }

    @Test
    void whatIsNoAnswerIsNotKept() throws IOException {
        make("kernel", "LAST=echo 'kernel-maven-answer.x := $$(shell touch marked)y' >>$$KERNEL_MAVEN_ANSWERS");
        make("kernel");
        assertThat(Files.readString(directory.resolve("answers.mk"))).doesNotContain("marked");
    }
}
