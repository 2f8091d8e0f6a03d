package org.kernelmaven.kconfig;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kernelmaven.tool.Command;
import org.kernelmaven.tool.CommandRunner;

class MakeVariablesTest {

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X := a # comment\n",
                "A = $(B)\nB := 1\nX := $(A)\nB := 2\n",
                "A = $(B)\nB := 1\nX = $(A)\nB := 2\n",
                "X = a\nX += b\n",
                "X ?= a\nX ?= b\n",
                "A_arm := one\nB := arm\nX := $(A_$(B))\n",
                "B := arm\nA_$(B) := one\nX := ${A_arm}\n",
                "A := /opt/x/arm-linux-\nX := $(notdir $(A:%-=%))\n",
                "A := a.c b.c\nX := $(A:.c=.o)\n",
                "X := $(dir /usr/bin/x y)\n",
                "X := $(findstring clang,my clang 16)|$(findstring x,y)\n",
                "X := $(filter %/ -%,/opt/ -16 1)\n",
                "X := $(filter-out a%,ab ba)\n",
                "X := $(subst a,b,banana) $(patsubst %a,b%,banana)\n",
                "X := $(foreach a,1 2,$(foreach b,x y,$(a)-$(b)-))\n",
                "X := $(if $(Y),then,else)$(if y,then)\n",
                "X := $(firstword  b a) $(strip  a   b )\n",
                "X := a\nifeq ($(X),a)\nX := b\nelse\nX := c\nendif\n",
                "X := a\nifeq ($(X),b)\nX := 1\nelse ifneq ($(X),a)\nX := 2\nelse\nX := 3\nendif\n",
                "ifdef Y\nX := 1\nifdef X\nX := 2\nendif\nelse\nX := 3\nendif\n",
                "ifndef Y\n\tifeq ($(Y),)\n\t\tX := \\\n\t\t\tlong\n\tendif\nendif\n",
                "define Y\nX := wrong\nendef\nX := right\n",
                "GIVEN := makefile\nX := $(GIVEN)\n",
                "X := $$(echo)\n",
            })
    void isWhatMakeMakesOfIt(String makefile) throws IOException {
        var file = directory.resolve("Makefile");
        Files.writeString(file, makefile + "\nprint:\n\t@echo '=$(X)='\n");
        var printed = new CommandRunner(Map.of("PATH", "/usr/bin:/bin"))
                .run(Command.of(directory, "make", "-s", "GIVEN=line", "print"));

        var variables = new MakeVariables(Map.of("GIVEN", "line"), program -> "");
        variables.read(Files.readString(file));

        assertThat("=" + variables.get("X") + "=").isEqualTo(printed.output().strip());
    }

    @Test
    void findsTheFirstCrossCompilerThereIs() {
        var variables =
                new MakeVariables(Map.of(), program -> program.equals("m68k-linux-gcc") ? "/usr/bin/" + program : "");
        variables.read(
                "ifeq ($(CROSS_COMPILE),)\nCROSS_COMPILE := $(call cc-cross-prefix, m68k-linux-gnu- m68k-linux-)\nendif\n");

        assertThat(variables.get("CROSS_COMPILE")).isEqualTo("m68k-linux-");
    }

    @Test
    void endsWhereVariablesNameEachOther() {
        var variables = new MakeVariables(Map.of(), program -> "");
        variables.read("A = $(B)\nB = $(A)\n");

        assertThat(variables.get("A")).isEmpty();
    }
}
