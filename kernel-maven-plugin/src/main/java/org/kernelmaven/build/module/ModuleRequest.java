package org.kernelmaven.build.module;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.kernelmaven.build.Concurrency;
import org.kernelmaven.build.ProjectInfo;
import org.kernelmaven.settings.Setting;

/**
 * A module project as the parameters of a goal describe it; nothing of it is checked yet.
 *
 * @param project the project
 * @param workDirectory where to build, instead of {@code target/kernel-module}
 * @param kernels direct dependencies of type {@code kernel-dev}
 * @param matrix further kernels to build for, as {@code groupId:artifactId:version}
 * @param modules all dependencies of type {@code kernel-module}, transitive ones too
 * @param sources what is compiled
 * @param make how it is compiled
 * @param requires what the kernel must have
 * @param strip whether debug information is left out of the binaries
 * @param signature who signs them; empty for nobody
 */
public record ModuleRequest(
        ProjectInfo project,
        Optional<Path> workDirectory,
        List<Dependency> kernels,
        List<String> matrix,
        List<Dependency> modules,
        Sources sources,
        MakeParameters make,
        Optional<Setting> requires,
        boolean strip,
        Optional<Signature> signature) {

    /** Copies. */
    public ModuleRequest {
        kernels = List.copyOf(kernels);
        matrix = List.copyOf(matrix);
        modules = List.copyOf(modules);
    }

    /** Whether the modules are for more kernels than the one that the project depends on. */
    boolean isMatrix() {
        return !matrix.isEmpty();
    }

    /** The same for one kernel alone. */
    ModuleRequest on(Dependency kernel) {
        return new ModuleRequest(
                project, workDirectory, List.of(kernel), List.of(), modules, sources, make, requires, strip, signature);
    }

    /**
     * Where the sources are, and what becomes of them.
     *
     * @param main folder of the modules' sources
     * @param headers folder of the headers that other module projects may include
     * @param test folder of KUnit test modules
     * @param name the module's name, where the sources are one module and bring no Kbuild file
     * @param declared the modules that must come out, where they are declared
     */
    public record Sources(Path main, Path headers, Path test, Optional<String> name, Optional<List<String>> declared) {}

    /**
     * How make is called.
     *
     * @param crossCompile prefix of the cross compiler's programs
     * @param llvm {@code 1} or a version suffix
     * @param jobs jobs of make
     * @param launcher program that stands before the compiler
     * @param flags further {@code NAME=value}
     * @param compilerFlags further flags of the compiler
     * @param includes further folders of headers
     * @param concurrency how many builds share this machine
     */
    public record MakeParameters(
            Optional<String> crossCompile,
            Optional<String> llvm,
            Optional<Integer> jobs,
            Optional<String> launcher,
            List<String> flags,
            List<String> compilerFlags,
            List<Path> includes,
            Concurrency concurrency) {}

    /**
     * Who signs.
     *
     * @param key PEM file or {@code pkcs11:} URI of the private key
     * @param certificate file of the certificate; empty where the key's file holds it too
     */
    public record Signature(String key, Optional<Path> certificate) {}
}
