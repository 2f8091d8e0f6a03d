package org.kernelmaven.build.module;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.kernelmaven.UserException;
import org.kernelmaven.build.Environment;
import org.kernelmaven.build.Fingerprint;
import org.kernelmaven.build.Stamps;
import org.kernelmaven.build.WorkDirectory;
import org.kernelmaven.kbuild.Jobs;
import org.kernelmaven.module.KbuildFile;
import org.kernelmaven.module.ModuleMake;
import org.kernelmaven.module.ModuleName;
import org.kernelmaven.module.SourceMirror;
import org.kernelmaven.settings.Problems;
import org.kernelmaven.store.Trees;

/** The third step: mirrors the sources to where make may write, with a Kbuild file where they have none. */
final class PrepareStep {

    private final Environment environment;
    private final ModuleWorkspace workspace;

    PrepareStep(Environment environment, ModuleWorkspace workspace) {
        this.environment = environment;
        this.workspace = workspace;
    }

    PreparedModule run(ModuleRequest request, ModuleKernel kernel, ModuleDependencies dependencies) throws IOException {
        var sources = request.sources().main();
        var files = list(sources);
        var made = KbuildFile.make(files.keySet(), name(request), sources.toString());
        checkKbuild(files, sources);
        var make = make(request, kernel, dependencies);
        new Mirrors(environment, new Stamps(workspace.state()))
                .open("mirror", workspace.sources(), make.includes(), kernel)
                .update(files, made);
        var fingerprint = new Fingerprint()
                .add("plugin", environment.pluginVersion())
                .add("kernel", kernel.against())
                .add("make", make.withOneJob().modules())
                .add("made", made)
                .add("artifact", request.project().id())
                .add("signature", SignatureStep.fingerprint(request))
                .add("strip", request.strip())
                .add("requires", request.requires())
                .add("declared", request.sources().declared())
                .identity("compiler", environment.host().find(kernel.compiler()));
        for (var file : files.entrySet()) {
            fingerprint.content(file.getKey(), Optional.of(file.getValue()));
        }
        for (var include : make.includes()) {
            fingerprint.tree("include", include);
        }
        for (var versions : make.symbolVersions()) {
            fingerprint.content("symbols", Optional.of(versions));
        }
        return new PreparedModule(request, kernel, dependencies, make, fingerprint.digest());
    }

    private static Map<String, Path> list(Path sources) throws IOException {
        if (!Files.isDirectory(sources)) {
            throw new UserException("There is no source folder '" + sources
                    + "': put the module's .c files there, or set parameter <sourceDirectory>.");
        }
        return SourceMirror.list(sources);
    }

    /** The name of a module that all sources become. */
    static ModuleName name(ModuleRequest request) {
        var given = request.sources().name();
        if (given.isEmpty()) {
            return ModuleName.of(request.project().artifactId());
        }
        try {
            return new ModuleName(given.get());
        } catch (UserException e) {
            throw new UserException("parameter <moduleName>: " + e.getMessage(), e);
        }
    }

    private ModuleMake make(ModuleRequest request, ModuleKernel kernel, ModuleDependencies dependencies)
            throws IOException {
        var parameters = request.make();
        checkFlags(parameters.compilerFlags());
        var includes = new ArrayList<Path>();
        if (Files.isDirectory(request.sources().headers())) {
            includes.add(link("headers", request.sources().headers()));
        }
        for (var i = 0; i < parameters.includes().size(); i++) {
            var folder = parameters.includes().get(i);
            if (!Files.isDirectory(folder)) {
                throw new UserException("parameter <includeDirectories>: there is no folder '" + folder
                        + "'. Create it, or correct the path.");
            }
            includes.add(link("headers-" + i, folder));
        }
        includes.addAll(dependencies.withoutTests().headers());
        return new ModuleMake(
                kernel.dev().directory(),
                kernel.toolchain(),
                workspace.sources(),
                includes,
                dependencies.withoutTests().symbolVersions(),
                parameters.compilerFlags(),
                Jobs.of(
                        parameters.jobs(),
                        environment.host(),
                        parameters.concurrency().threads(),
                        parameters.concurrency().kernels()),
                request.project().timestamp());
    }

    /** The shell that make starts splits them, and gives some characters a meaning. */
    private static void checkFlags(List<String> flags) {
        var problems = new Problems();
        flags.stream()
                .filter(flag -> !flag.matches("-[A-Za-z0-9_./+=,:@%^-]+"))
                .forEach(flag -> problems.add("parameter <compilerFlags>: '" + flag
                        + "' is no single flag such as -DDEBUG or -O2; a value with blanks or quotes belongs into the Kbuild"
                        + " file (ccflags-y)."));
        problems.throwIfAny();
    }

    /** A folder under a name that the compiler and make can take, whatever its own path looks like. */
    private Path link(String name, Path folder) throws IOException {
        var real = folder.toRealPath();
        if (WorkDirectory.isSafe(real)) {
            return real;
        }
        var link = workspace.root().resolve(name);
        if (!Files.isSymbolicLink(link) || !Files.readSymbolicLink(link).equals(real)) {
            Trees.delete(link);
            Files.createSymbolicLink(link, real);
        }
        return link;
    }

    private static void checkKbuild(Map<String, Path> files, Path sources) {
        if (files.keySet().stream().anyMatch(path -> path.startsWith("Kbuild/"))) {
            throw new UserException("'" + sources.resolve("Kbuild")
                    + "' is a folder: a file of that name tells make what to build. Rename the folder.");
        }
    }
}
