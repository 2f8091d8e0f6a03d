package org.kernelmaven.build;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.kernelmaven.build.doctor.Doctor;
import org.kernelmaven.build.doctor.DoctorReport;
import org.kernelmaven.build.doctor.Installation;
import org.kernelmaven.build.doctor.Toolset;
import org.kernelmaven.kbuild.Toolchain;
import org.kernelmaven.kconfig.DotConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the doctor before a step that takes long, about what that step needs. */
final class DoctorStep {

    private static final Logger LOG = LoggerFactory.getLogger(DoctorStep.class);

    private final Environment environment;
    private final Workspace workspace;

    DoctorStep(Environment environment, Workspace workspace) {
        this.environment = environment;
        this.workspace = workspace;
    }

    /** Before anything is downloaded: the tools that every build needs. */
    void beforeFetch(Toolchain toolchain) throws IOException {
        doctor(false).basics(tools(toolchain)).throwIfMissing();
    }

    /** Before the tree is configured: the versions it asks for. */
    void beforeConfigure(Toolchain toolchain) throws IOException {
        tree(doctor(false), toolchain).throwIfMissing();
    }

    /** Before anything is compiled: what the configuration asks for. */
    void beforeCompile(Toolchain toolchain, DotConfig config) throws IOException {
        var doctor = doctor(false);
        tree(doctor, toolchain).plus(config(doctor, toolchain, config)).throwIfMissing();
    }

    /** Before an editor is opened: its library. */
    void beforeEditor(Toolchain toolchain, String target) throws IOException {
        doctor(false).editor(target, tools(toolchain)).throwIfMissing();
    }

    /**
     * All that can be known now, for the user; installs what is missing where that is wanted.
     *
     * @param launchers the programs that stand before the compiler
     */
    void examine(Toolchain toolchain, List<String> launchers, boolean install) throws IOException {
        var report = all(toolchain, launchers);
        if (install && !report.isHealthy()) {
            new Installation(environment.host(), environment.runner()).install(report);
            report = all(toolchain, launchers);
        }
        report.requirements().forEach(requirement -> LOG.info("{}", requirement));
        report.throwIfMissing();
        LOG.info("{}", report.message());
    }

    /** A new one each time: what it knew of a program may have been installed meanwhile. */
    private Doctor doctor(boolean tellsVersions) {
        return new Doctor(environment.host(), environment.runner(), tellsVersions);
    }

    private DoctorReport all(Toolchain toolchain, List<String> launchers) throws IOException {
        var doctor = doctor(true);
        var report = doctor.basics(tools(toolchain)).plus(doctor.launchers(launchers));
        if (Files.exists(workspace.tree().resolve("Makefile"))) {
            report = report.plus(tree(doctor, toolchain));
            var config = workspace.buildTree().resolve(".config");
            if (Files.exists(config)) {
                report = report.plus(config(doctor, toolchain, DotConfig.read(config)));
            }
        }
        return report;
    }

    private DoctorReport tree(Doctor doctor, Toolchain toolchain) throws IOException {
        return doctor.basics(tools(toolchain))
                .plus(doctor.tree(workspace.tree(), toolchain.arch().sourceDirectory(), tools(toolchain)));
    }

    private DoctorReport config(Doctor doctor, Toolchain toolchain, DotConfig config) throws IOException {
        Map<String, String> values = new TreeMap<>();
        config.values().forEach((name, value) -> values.put(name, value.toString()));
        return doctor.config(workspace.tree(), toolchain.arch().sourceDirectory(), tools(toolchain), values);
    }

    private static Toolset tools(Toolchain toolchain) {
        return new Toolset(
                toolchain.crossCompile().orElse(""),
                toolchain.llvm().orElse(""),
                toolchain.flags().variables().getOrDefault("HOSTCC", ""));
    }
}
