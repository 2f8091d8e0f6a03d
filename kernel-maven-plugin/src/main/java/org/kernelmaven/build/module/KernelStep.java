package org.kernelmaven.build.module;

import java.io.IOException;
import java.nio.file.Files;
import java.util.stream.Collectors;
import org.kernelmaven.UserException;
import org.kernelmaven.artifact.KernelMetadata;
import org.kernelmaven.build.Environment;
import org.kernelmaven.build.HostPrograms;
import org.kernelmaven.kbuild.Arch;
import org.kernelmaven.kbuild.MakeFlags;
import org.kernelmaven.kbuild.Toolchain;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The first step: finds the one kernel that the modules are for, and unpacks its dev artifact. */
public final class KernelStep {

    private static final Logger LOG = LoggerFactory.getLogger(KernelStep.class);

    private final Environment environment;

    /** @param environment what there is to build with */
    public KernelStep(Environment environment) {
        this.environment = environment;
    }

    ModuleKernel run(ModuleRequest request) throws IOException {
        var dependency = only(request);
        if (!dependency.scope().equals("provided")) {
            LOG.warn(
                    "The dependency on {} of type kernel-dev should have <scope>provided</scope>: as it is, whoever"
                            + " depends on this project gets it too",
                    dependency);
        }
        return open(dependency, request.make());
    }

    /**
     * Unpacks the dev artifact of a kernel, with programs that run here.
     *
     * @param make who compiles; what it leaves open is as the kernel was built
     */
    public ModuleKernel open(Dependency dependency, ModuleRequest.MakeParameters make) throws IOException {
        var programs = new HostPrograms(environment);
        var dev = programs.artifacts(dependency.toString(), metadata -> toolchain(metadata, dependency, make))
                .open(dependency.file());
        // A reactor's directory is not ours to write to. A process a goal, for the same answer.
        var runs = "programs run here: " + dev.directory();
        if (Files.isDirectory(dependency.file()) && !environment.session().contains(runs)) {
            programs.check(dev.directory(), dependency.toString(), dev.metadata());
            environment.session().add(runs);
        }
        return new ModuleKernel(dependency, dev, toolchain(dev.metadata(), dependency, make));
    }

    private Toolchain toolchain(KernelMetadata metadata, Dependency dependency, ModuleRequest.MakeParameters make) {
        var arch = Arch.parse(metadata.arch(), "the dev artifact " + dependency);
        return Toolchain.of(arch, make.crossCompile(), make.llvm(), MakeFlags.parse(make.flags()), environment.host());
    }

    private static Dependency only(ModuleRequest request) {
        var found = request.kernels();
        if (found.size() == 1) {
            return found.get(0);
        }
        var example = " Write one <dependency> with <type>kernel-dev</type> and <scope>provided</scope>.";
        if (found.isEmpty()) {
            throw new UserException(
                    "This project depends on no kernel, so there is nothing to compile modules against." + example);
        }
        throw new UserException("This project depends on " + found.size()
                + " kernels, and modules are compiled for one:\n"
                + found.stream().map(dependency -> "  " + dependency).sorted().collect(Collectors.joining("\n"))
                + "\nKeep one of them."
                + example);
    }
}
