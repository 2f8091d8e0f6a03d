package org.kernelmaven.kconfig.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.kernelmaven.kconfig.KconfigLoader;
import org.kernelmaven.kconfig.language.Kconfig;
import org.kernelmaven.kconfig.language.Symbol;
import org.kernelmaven.kconfig.value.ConfigReader;
import org.kernelmaven.kconfig.value.Configuration;

/** A small tree with one of each of what keeps options from their values in a real one. */
record MadeUp(Path tree) {

    private static final String KCONFIG =
            """
            mainmenu "Made up"
            config MODULES
            	bool "Modules"
            	modules
            	default y
            config EXPERT
            	bool "Expert"
            config TTY
            	bool "Terminals" if EXPERT
            	default y
            config VT
            	bool "Virtual terminal" if EXPERT
            	default y
            	depends on TTY
            config HW_CONSOLE
            	bool
            	default y
            	depends on VT
            config KGDB
            	bool "Debugger"
            config KGDB_CONSOLE
            	tristate "Debugger on a console"
            	depends on KGDB && TTY && HW_CONSOLE
            choice
            	prompt "Unwinder"
            	default UNWINDER_ORC
            config UNWINDER_ORC
            	bool "ORC"
            config UNWINDER_FRAME_POINTER
            	bool "Frame pointers"
            	select FRAME_POINTER
            endchoice
            config WANT_FRAME_POINTERS
            	bool
            config FRAME_POINTER
            	bool "Frame pointers" if WANT_FRAME_POINTERS
            config CRC
            	tristate "Checksums"
            config FS
            	tristate "File system"
            	select CRC
            config ARCHIVER
            	bool "Archiver"
            	select CRC
            config SUBSYSTEM
            	tristate "Subsystem"
            config DRIVER
            	tristate "Driver"
            	depends on SUBSYSTEM
            config FEATURE
            	bool "Feature of the subsystem"
            	depends on SUBSYSTEM=y
            config OFFSTACK
            	bool "Masks off the stack"
            config CPUS_END
            	int
            	default 8192 if OFFSTACK
            	default 512
            config CPUS
            	int "Processors"
            	range 2 CPUS_END
            	default 64
            config RATE_A
            	bool "Fast"
            config RATE
            	int
            	default 1000 if RATE_A
            	default 100
            config NAME
            	string "Name"
            config NEVER
            	bool "Never"
            	depends on NO_SUCH_THING
            config LOOP_A
            	bool
            	default y if LOOP_C
            config LOOP_B
            	bool
            	default y if LOOP_A
            config LOOP_C
            	bool "Loop"
            	depends on NO_SUCH_THING || EXPERT
            """;

    static MadeUp in(Path directory) throws IOException {
        Files.writeString(directory.resolve("Kconfig"), KCONFIG);
        var other = Files.createDirectories(directory.resolve("arch/other"));
        Files.writeString(other.resolve("Kconfig"), "\n\tconfig OTHER_ONLY\n\t\tbool\n");
        return new MadeUp(directory);
    }

    Kconfig kconfig() throws IOException {
        return new KconfigLoader(tree, tree, Map.of(), false).load();
    }

    /** A configuration that states everything, as a build starts from one. */
    Configuration configuration(String... lines) throws IOException {
        var configuration = new Configuration(kconfig());
        var report = ConfigReader.read(configuration, String.join("\n", lines) + "\n", ".config", true);
        assertThat(report.warnings()).isEmpty();
        return configuration;
    }

    static Symbol symbol(Configuration configuration, String name) {
        return configuration.kconfig().find(name).orElseThrow();
    }
}
