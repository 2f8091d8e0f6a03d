package org.kernelmaven.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DevFilesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "include/config/auto.conf",
                "include/config/kernel.release",
                "include/generated/autoconf.h",
                "scripts/mod/modpost"
            })
    void whatKbuildReadsOfABuildTreeIsKept(String path) {
        assertThat(DevFiles.fromBuild(path)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "include/config/PRINTK",
                "include/config/64BIT",
                "include/config/net/ns.h",
                "scripts/kconfig/conf"
            })
    void filesThatStandForOptionsAndProgramsOfKconfigAreLeftOut(String path) {
        assertThat(DevFiles.fromBuild(path)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "scripts/atomic/atomics.tbl",
                "scripts/coccinelle/api/alloc.cocci",
                "scripts/kconfig/conf.c",
                "scripts/kconfig/tests/conftest.py",
                "tools/include/nolibc/nolibc.h",
                "tools/build/tests/ex/a.c",
                "tools/objtool/Documentation/objtool.txt"
            })
    void whatServesNoModuleIsLeftOut(String path) {
        assertThat(DevFiles.fromSource(path)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "scripts/Makefile.build",
                "scripts/kconfig/merge_config.sh",
                "scripts/config",
                "tools/build/feature/test-libelf.c"
            })
    void otherScriptsAndToolsAreKept(String path) {
        assertThat(DevFiles.fromSource(path)).isTrue();
    }
}
