package org.kernelmaven.build.module;

import java.io.IOException;
import java.util.Optional;
import java.util.stream.Collectors;
import org.kernelmaven.UserException;
import org.kernelmaven.artifact.DevArtifacts;
import org.kernelmaven.build.Environment;
import org.kernelmaven.kbuild.Arch;
import org.kernelmaven.kbuild.MakeFlags;
import org.kernelmaven.kbuild.Toolchain;
import org.kernelmaven.tool.Command;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The first step: finds the one kernel that the modules are for, and unpacks its dev artifact. */
public final class KernelStep {

    private static final Logger LOG = LoggerFactory.getLogger(KernelStep.class);

    /** The first of the kernel's own programs that make runs; without arguments it says how to use it. */
    private static final String FIXDEP = "scripts/basic/fixdep";

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
     * Unpacks the dev artifact of a kernel and checks that its programs run here.
     *
     * @param make who compiles; what it leaves open is as the kernel was built
     */
    public ModuleKernel open(Dependency dependency, ModuleRequest.MakeParameters make) throws IOException {
        var dev = new DevArtifacts(environment.store(), environment.host().machine()).open(dependency.file());
        var arch = Arch.parse(dev.metadata().arch(), "the dev artifact " + dependency);
        var toolchain =
                Toolchain.of(arch, make.crossCompile(), make.llvm(), MakeFlags.parse(make.flags()), environment.host());
        var kernel = new ModuleKernel(dependency, dev, toolchain);
        // A process a goal, for the same answer.
        var runs = "programs run here: " + dev.directory();
        if (!environment.session().contains(runs)) {
            checkPrograms(kernel);
            environment.session().add(runs);
        }
        return kernel;
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

    /** A dev artifact's programs run where it was made: on another architecture make would fail deep inside. */
    private void checkPrograms(ModuleKernel kernel) throws IOException {
        var program = kernel.dev().directory().resolve(FIXDEP);
        var result = Optional.<org.kernelmaven.tool.CommandResult>empty();
        try {
            result = Optional.of(environment
                    .runner()
                    .run(Command.of(kernel.dev().directory(), program.toString())
                            .with("LC_ALL", "C")));
        } catch (UserException e) {
            LOG.debug("{} does not start", program, e);
        }
        if (result.isEmpty() || result.get().exitCode() > 1) {
            throw new UserException("The dev artifact of " + kernel.describe()
                    + " was made on a machine of another kind: its '" + FIXDEP + "' does not run here, on "
                    + environment.host().machine() + "."
                    + result.map(ended -> " It says: " + ended.output().strip()).orElse("")
                    + " Build the kernel on a machine like this one, or this project on one like that.");
        }
    }
}
