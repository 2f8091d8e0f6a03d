package org.kernelmaven.module;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kernelmaven.module.KbuildRules.Target;

class KbuildReaderTest {

    @TempDir
    Path tree;

    @Test
    void targetsSayWhichOptionTurnsThemOn() throws IOException {
        write(
                "drivers/a/Makefile",
                """
                # the drivers
                obj-$(CONFIG_ONE) += one.o two/
                ifdef CONFIG_X
                obj-m += \\
                	three.o
                endif
                obj-$(call and,a) := four.o
                all:
                	obj-y += recipe.o
                """);

        assertThat(read().targets())
                .containsExactly(
                        new Target("ONE", "drivers/a/one", false, "drivers/a/Makefile:2"),
                        new Target("ONE", "drivers/a/two", true, "drivers/a/Makefile:2"),
                        new Target("m", "drivers/a/three", false, "drivers/a/Makefile:4"),
                        new Target("", "drivers/a/four", false, "drivers/a/Makefile:7"));
    }

    @Test
    void kbuildIsReadInPlaceOfMakefile() throws IOException {
        write("drivers/a/Makefile", "obj-m := wrong.o\n");
        write("drivers/a/Kbuild", "obj-m := right.o\n");

        assertThat(read().makefiles()).containsExactly("drivers/a/Kbuild");
        assertThat(read().objects()).containsExactly("drivers/a/right");
    }

    @Test
    void variablesAreExpandedWhereverTheyAreSet() throws IOException {
        write(
                "drivers/a/Makefile",
                """
                names := x y
                srcs = $(names:=.c)
                a-y := $(srcs:.c=.o) $(patsubst %.c,sub/%.o,$(srcs)) $(LATER) $$(no) $(shell touch ran)
                LATER = $(if $(CONFIG_Z),z.o)
                loop = $(loop)
                ccflags-y := $(loop) -I $(src)/inc -include $(srctree)/$(src)/first.h
                """);

        assertThat(read().objects())
                .containsExactly("drivers/a/x", "drivers/a/y", "drivers/a/sub/x", "drivers/a/sub/y", "drivers/a/z");
        assertThat(read().includeDirectories()).containsExactly("drivers/a/inc");
        assertThat(read().forcedIncludes()).containsExactly("drivers/a/first.h");
        assertThat(tree.resolve("ran")).doesNotExist();
    }

    @Test
    void includingItselfEnds() throws IOException {
        write("drivers/a/Makefile", "include $(src)/Makefile\nobj-m := a.o\nunclosed = $(addprefix $(x\n");

        assertThat(read().objects()).containsExactly("drivers/a/a");
    }

    private KbuildRules read() throws IOException {
        return new KbuildReader(tree, "x86").read("drivers/a").orElseThrow();
    }

    private void write(String path, String text) throws IOException {
        var file = tree.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
