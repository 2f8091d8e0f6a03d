package org.kernelmaven.module;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a driver's directory reads elsewhere in the tree, written as drivers of Linux 6.1 write it. */
class SourceReachTest {

    @TempDir
    Path folder;

    private Path tree;

    @BeforeEach
    void makeTree() throws IOException {
        tree = Files.createDirectory(folder.resolve("tree"));
    }

    @Test
    void relativeIncludeIsFollowed() throws IOException {
        write("drivers/a/main.c", "#include \"../b/b.h\"\n");
        write("drivers/b/b.h", "#include \"deeper.h\"\n");
        write("drivers/b/deeper.h", "");
        write("drivers/b/other.h", "");

        assertThat(reach("drivers/a")).containsExactly("drivers/b/b.h", "drivers/b/deeper.h");
    }

    @Test
    void includeDirectoriesOfKbuildFilesCount() throws IOException {
        write(
                "drivers/a/Makefile",
                """
                ccflags-y := -I $(srctree)/drivers/scsi # as drivers/usb/storage
                ccflags-$(CONFIG_X) += -I$(srctree)/$(src)/../inc \\
                	-I$(src)/../../net/
                """);
        write("drivers/a/main.c", "#include <sd.h>\n#include \"inc.h\"\n#include \"net.h\"\n#include <linux/x.h>\n");
        write("drivers/scsi/sd.h", "");
        write("drivers/scsi/linux/x.h", "");
        write("drivers/inc/inc.h", "");
        write("net/net.h", "");
        write("include/linux/x.h", "");

        assertThat(reach("drivers/a")).containsExactly("drivers/inc/inc.h", "drivers/scsi/sd.h", "net/net.h");
    }

    @Test
    void flagsOfADirectoryHoldForSourcesBelowItWithoutAKbuildFile() throws IOException {
        write("drivers/a/Kbuild", "ccflags-y += -I$(srctree)/lib/extra\n");
        write("drivers/a/core/deep/main.c", "#include <extra.h>\n");
        write("lib/extra/extra.h", "");

        assertThat(reach("drivers/a")).containsExactly("lib/extra/extra.h");
    }

    @Test
    void sourcesAndMakefilesElsewhereCount() throws IOException {
        // drivers/usb/core and drivers/gpu/drm/amd/amdgpu
        write(
                "drivers/a/Makefile",
                """
                FULL = $(srctree)/$(src)/..
                LIBS = fast slow
                PARTS = $(addsuffix /Makefile,$(addprefix $(FULL)/,$(LIBS)))
                include $(PARTS)
                a-y := main.o ../misc/pdevs.o $(FAST_FILES)
                obj-$(CONFIG_A) += a.o
                """);
        write("drivers/fast/Makefile", "FAST_FILES := $(addprefix ../fast/,quick.o)\n");
        write("drivers/fast/quick.c", "#include \"quick.h\"\n");
        write("drivers/fast/quick.h", "");
        write("drivers/misc/pdevs.c", "");

        assertThat(reach("drivers/a"))
                .containsExactly(
                        "drivers/fast/Makefile",
                        "drivers/fast/quick.c",
                        "drivers/fast/quick.h",
                        "drivers/misc/pdevs.c");
    }

    @Test
    void headersThatADevArtifactHasAreNoneOfIt() throws IOException {
        write("drivers/a/main.c", "#include \"../../include/linux/x.h\"\n#include <asm/y.h>\n#include \"asm/z.h\"\n");
        write("include/linux/x.h", "#include \"../../fs/internal.h\"\n");
        write("fs/internal.h", "");
        write("arch/x86/include/asm/y.h", "");
        write("arch/x86/include/uapi/asm/z.h", "");

        assertThat(reach("drivers/a")).isEmpty();
    }

    @Test
    void traceHeaderThatIsReadAgainFromElsewhereCounts() throws IOException {
        write("drivers/a/main.c", "#define TRACE_INCLUDE_PATH ../../drivers/b\n#define TRACE_INCLUDE_FILE trace\n");
        write("drivers/b/trace.h", "");

        assertThat(reach("drivers/a")).containsExactly("drivers/b/trace.h");
    }

    @Test
    void headersThatADevArtifactNeedNotHaveCount() throws IOException {
        write("drivers/a/main.c", "#include <dt-bindings/clock/chip.h>\n#include <dt-bindings/net/phy.h>\n");
        write("include/dt-bindings/clock/chip.h", "#include \"numbers.h\"\n");
        write("include/dt-bindings/clock/numbers.h", "");
        write("include/dt-bindings/net/phy.h", "");

        assertThat(reach("drivers/a"))
                .containsExactly("include/dt-bindings/clock/chip.h", "include/dt-bindings/clock/numbers.h");
    }

    @Test
    void nothingLeavesTheTree() throws IOException {
        Files.writeString(tree.resolveSibling("secret.h"), "");
        write("drivers/a/Makefile", "ccflags-y := -I/etc -I$(src)/../../..\ninclude $(srctree)/../Makefile\n");
        write("drivers/a/main.c", "#include \"../../../secret.h\"\n#include <secret.h>\n#include </etc/passwd>\n");
        Files.createSymbolicLink(
                Files.createDirectories(tree.resolve("drivers/b")).resolve("link.h"), tree.resolveSibling("secret.h"));
        write("drivers/a/other.c", "#include \"../b/link.h\"\n");

        assertThat(reach("drivers/a")).isEmpty();
    }

    private java.util.SortedSet<String> reach(String directory) throws IOException {
        return new SourceReach(tree, "x86").of(directory);
    }

    private void write(String path, String text) throws IOException {
        var file = tree.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
