package org.kernelmaven.build.module;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.kernelmaven.UserException;
import org.kernelmaven.build.Environment;
import org.kernelmaven.signature.KeyException;
import org.kernelmaven.tool.Memory;
import org.kernelmaven.tool.Workers;
import org.kernelmaven.vm.Attempts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A module project for all the kernels that it is for. Each step is done for every kernel, and what fails for one does
 * not hide how the others fare: the build fails when all have had their turn. A project of one kernel is a
 * {@link ModuleBuild} and nothing else.
 */
public final class ModuleMatrix {

    private static final Logger LOG = LoggerFactory.getLogger(ModuleMatrix.class);

    private final ModuleRequest request;
    private final Environment environment;

    /**
     * @param request the modules as the parameters describe them
     * @param environment what there is to build them with
     */
    public ModuleMatrix(ModuleRequest request, Environment environment) {
        this.request = request;
        this.environment = environment;
    }

    /**
     * The build for the project's one kernel.
     *
     * @param goal what can be done for one kernel only, for the message
     * @throws UserException where there are several
     */
    public ModuleBuild only(String goal) {
        if (request.isMatrix()) {
            throw new UserException("kernel:" + goal + " works with one kernel, and parameter <kernels> names more."
                    + " Leave it out, and depend on the one kernel, as in a profile of the POM.");
        }
        return new ModuleBuild(request, environment);
    }

    /**
     * Unpacks what the modules are compiled against and mirrors their sources.
     *
     * @param goesOn whether a later step of the same run will fail for what fails here
     */
    public void prepare(boolean goesOn) throws IOException {
        if (!request.isMatrix()) {
            only("module-prepare").prepare();
            return;
        }
        failOrGoOn(
                atOnce(builds(), 1, build -> {
                    build.prepare();
                    return build.kernel();
                }),
                goesOn);
    }

    /**
     * Compiles and checks the modules; gives folders for the other projects of a reactor.
     *
     * @param goesOn whether a later step of the same run will fail for what fails here: then it fails there, so that
     *     the kernels for which all went well come that far
     */
    public ModuleOutput compile(boolean goesOn) throws IOException {
        if (!request.isMatrix()) {
            return only("module-compile").compile();
        }
        var results = compiled(builds());
        failOrGoOn(results, goesOn);
        return new MatrixOutput(request, environment).folders(succeeded(results));
    }

    private static void failOrGoOn(List<? extends Result<?>> results, boolean goesOn) {
        if (!goesOn || results.stream().noneMatch(result -> result.failure().isEmpty())) {
            Results.throwIfAnyFailed(results);
        }
        tellFailures(results, "The build goes on with the other kernels, and fails in the end.");
    }

    private static void tellFailures(List<? extends Result<?>> results, String what) {
        results.forEach(result -> result.failure()
                .ifPresent(failure -> LOG.error("{}: {}\n{}", result.kernel(), failure.getMessage(), what)));
    }

    /** Packs the artifacts. */
    public ModuleOutput pack() throws IOException {
        if (!request.isMatrix()) {
            return only("module-package").pack();
        }
        var builds = builds();
        Results.throwIfAnyFailed(compiled(builds));
        var packed = atOnce(builds, 1, ModuleBuild::packedPart);
        Results.throwIfAnyFailed(packed);
        return new MatrixOutput(request, environment).archives(succeeded(packed));
    }

    /**
     * Boots the kernels, as many at a time as this machine has room for, and loads the modules.
     *
     * @throws UserException where a module was not compiled, cannot be loaded or unloaded, or a kernel or a test
     *     reports a fault
     */
    public void test(TestParameters parameters) throws IOException {
        if (!request.isMatrix()) {
            only("module-test").test(parameters);
            return;
        }
        var builds = builds();
        if (parameters.rules().skip()) {
            LOG.info("Tests are skipped.");
            Results.throwIfAnyFailed(compiled(builds));
            return;
        }
        var strict = parameters.with(parameters.rules().strict());
        var atOnce = GuestRoom.of(environment.host(), Memory.available()).guests(parameters);
        var results = atOnce(builds, Math.min(atOnce, builds.size()), build -> build.test(strict));
        for (var i = 0; i < builds.size(); i++) {
            builds.get(i).reports().write(List.of(Attempts.of(Results.loading(results.get(i)))));
        }
        LOG.info("{}", Results.table(results));
        if (parameters.rules().failureIgnore()) {
            tellFailures(results, "The build goes on: maven.test.failure.ignore is set.");
            // What was not even compiled is no failed test.
            Results.throwIfAnyFailed(compiled(builds));
        } else {
            Results.throwIfAnyFailed(results);
        }
    }

    private static List<Result<MatrixPart>> compiled(List<ModuleBuild> builds) throws IOException {
        return atOnce(builds, 1, ModuleBuild::part);
    }

    private List<ModuleBuild> builds() throws IOException {
        var kernels = new MatrixKernels(environment.artifacts()).of(request);
        return kernels.stream()
                .map(kernel -> new ModuleBuild(request.on(kernel), environment, Optional.of(folder(kernel))))
                .toList();
    }

    /** As a repository has it, so that no two kernels have one. */
    private static String folder(Dependency kernel) {
        return "kernels/" + kernel.groupId() + "/" + kernel.artifactId() + "/" + kernel.version();
    }

    private static <T> List<T> succeeded(List<Result<T>> results) {
        return results.stream().flatMap(result -> result.value().stream()).toList();
    }

    /** One kernel's turn. */
    private interface Turn<T> {
        T take(ModuleBuild build) throws IOException;
    }

    private static <T> List<Result<T>> atOnce(List<ModuleBuild> builds, int threads, Turn<T> turn) throws IOException {
        return Workers.all(
                threads,
                "kernels have their turns",
                builds.stream()
                        .map(build -> (Callable<Result<T>>) () -> result(build, turn))
                        .toList());
    }

    private static <T> Result<T> result(ModuleBuild build, Turn<T> turn) throws IOException {
        try {
            return Result.of(build.kernel(), turn.take(build));
        } catch (KeyException e) {
            // No kernel's own failure; tried once for each, a wrong PIN would lock a token.
            throw e;
        } catch (UserException e) {
            return Result.of(build.kernel(), e);
        }
    }
}
