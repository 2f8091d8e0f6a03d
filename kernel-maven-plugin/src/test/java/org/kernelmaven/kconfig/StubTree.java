package org.kernelmaven.kconfig;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A kernel tree of a few files. */
public final class StubTree {

    private static final String KCONFIG =
            """
            mainmenu "Stub"
            source "arch/$(SRCARCH)/Kconfig"
            config MODULES
            	bool "Loadable modules"
            	modules
            	help
            	  config IN_HELP
            	  bool "not a symbol"

            menu "Network"
            	depends on ARCH_OK

            config NET
            	bool "Networking" if \\
            		EXPERT
            	depends on BUS && !BROKEN # a comment
            	select HIDDEN if MODULES

            if NET
            config NIC
            	tristate "Card"
            config NIC_B
            	tristate
            	prompt "Other card"
            endif
            endmenu

            config HIDDEN
            	bool

            choice
            	prompt "Rate"
            config HZ_100
            	bool "100"
            config HZ_250
            	bool "250"
            endchoice

            config NR_CPUS
            	int "Processors"
            	range 2 512
            config BASE
            	hex "Base"
            config NAME
            	string "Name"
            """;

    private static final String MAKEFILE =
            """
            composed_defconfig:
            	@echo CONFIG_BUS=y > $(O)/.config
            """;

    private final Path directory;

    private StubTree(Path directory) {
        this.directory = directory;
    }

    /** Writes the tree. */
    public static StubTree write(Path directory) throws IOException {
        var tree = new StubTree(directory);
        tree.file("Kconfig", KCONFIG);
        tree.file(
                "arch/x86/Kconfig",
                "config ARCH_OK\n\tdef_bool y\nconfig EXPERT\n\tdef_bool y\nconfig BUS\n\tbool \"Bus\"\n");
        tree.file("arch/x86/configs/stub_defconfig", "CONFIG_MODULES=y\nCONFIG_HZ_250=y\nCONFIG_BUS=y\nCONFIG_NET=y\n");
        tree.file("arch/x86/Makefile", "PHONY += composed_defconfig\ncomposed_defconfig:\n\t@true\n");
        tree.file("kernel/configs/tiny-base.config", "CONFIG_BUS=y\n");
        tree.file("kernel/configs/tiny.config", "# CONFIG_BUS is not set\nCONFIG_HZ_100=y\n");
        tree.file("Makefile", MAKEFILE);
        Files.createDirectories(tree.build());
        return tree;
    }

    /** Writes one file. */
    public void file(String name, String text) throws IOException {
        var file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    /** The source tree. */
    public Path source() {
        return directory;
    }

    /** The build tree. */
    public Path build() {
        return directory.resolve("build");
    }
}
