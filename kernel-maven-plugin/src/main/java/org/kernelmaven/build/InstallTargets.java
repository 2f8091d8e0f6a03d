package org.kernelmaven.build;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.kernelmaven.kbuild.BuildLog;
import org.kernelmaven.kbuild.MakeRun;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes out of a complete build tree what only make can: modules, device trees, headers. */
final class InstallTargets {

    private static final Logger LOG = LoggerFactory.getLogger(InstallTargets.class);

    private final Environment environment;
    private final Workspace workspace;
    private final ConfiguredKernel kernel;

    InstallTargets(Environment environment, Workspace workspace, ConfiguredKernel kernel) {
        this.environment = environment;
        this.workspace = workspace;
        this.kernel = kernel;
    }

    /**
     * Installs the modules and lets depmod list them.
     *
     * @param target will hold {@code lib/modules/RELEASE}
     * @param strip whether without their debug information
     */
    void modules(Path target, boolean strip) throws IOException {
        var variables = new TreeMap<String, String>();
        variables.put("INSTALL_MOD_PATH", target.toString());
        if (strip) {
            variables.put("INSTALL_MOD_STRIP", "1");
        }
        run("Installing the modules", variables, "modules_install");
    }

    /**
     * Installs the device trees, for kernels that have some.
     *
     * @param target will hold them
     */
    void deviceTrees(Path target) throws IOException {
        if (kernel.spec().toolchain().arch().hasDeviceTrees(workspace.tree()) && kernel.has("OF")) {
            run("Installing the device trees", Map.of("INSTALL_DTBS_PATH", target.toString()), "dtbs_install");
        }
    }

    /** Makes the headers for programs, and returns their directory. */
    Path headers() throws IOException {
        run("Making the headers", Map.of(), "headers");
        return workspace.buildTree().resolve("usr/include");
    }

    private void run(String what, Map<String, String> variables, String target) throws IOException {
        var make = workspace.make(kernel.spec(), kernel.reproducibility());
        try (var log = BuildLog.append(workspace.log());
                var key = new KeyInPlace(kernel.spec(), workspace.buildTree())) {
            new MakeRun(environment.runner(), LOG::info)
                    .run(MakeRun.Step.of(what, make, make.command(variables, target), 0), log);
        }
    }
}
