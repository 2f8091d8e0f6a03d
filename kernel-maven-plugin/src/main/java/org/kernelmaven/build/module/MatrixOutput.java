package org.kernelmaven.build.module;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.kernelmaven.UserException;
import org.kernelmaven.artifact.ModuleArtifacts;
import org.kernelmaven.artifact.ModuleMetadata;
import org.kernelmaven.build.Environment;
import org.kernelmaven.build.Stamps;
import org.kernelmaven.build.module.ModuleOutput.Artifact;
import org.kernelmaven.store.Digests;
import org.kernelmaven.store.Trees;

/** The artifacts of a project for several kernels: one main artifact that lists all binaries, and each kernel's own. */
final class MatrixOutput {

    private static final String STEP = "matrix";

    private final ModuleRequest request;
    private final Environment environment;

    MatrixOutput(ModuleRequest request, Environment environment) {
        this.request = request;
        this.environment = environment;
    }

    /** The folders themselves, for the other projects of a reactor. */
    ModuleOutput folders(List<MatrixPart> parts) throws IOException {
        return alone(workspace -> output(main(workspace, parts), parts));
    }

    /** The archives that go into a repository. */
    ModuleOutput archives(List<MatrixPart> parts) throws IOException {
        return alone(workspace -> {
            var name = parts.get(0).module().prepared().name();
            var archive = request.project().buildDirectory().resolve(name + ".tar.zst");
            new ModuleArtifacts(request.project().timestamp()).pack(main(workspace, parts), name, archive);
            return output(archive, parts);
        });
    }

    private static ModuleOutput output(Path main, List<MatrixPart> parts) {
        var artifacts = new ArrayList<Artifact>();
        artifacts.add(new Artifact("kernel-module", "", main));
        parts.forEach(part -> artifacts.addAll(part.artifacts()));
        return new ModuleOutput(artifacts);
    }

    private ModuleOutput alone(ModuleBuild.Work<ModuleOutput> work) throws IOException {
        return ModuleBuild.alone(ModuleBuild.place(request, environment), work);
    }

    /**
     * A classifier can name one kernel only.
     *
     * @throws UserException where two have the same release and architecture
     */
    private static void checkReleases(List<MatrixPart> parts) {
        var known = new HashMap<String, ModuleKernel>();
        for (var part : parts) {
            var kernel = part.module().prepared().kernel();
            var other = known.putIfAbsent(part.module().prepared().classifier(), kernel);
            if (other != null) {
                throw new UserException("parameter <kernels>: " + other.dependency() + " and " + kernel.dependency()
                        + " are both Linux " + kernel.release() + " for "
                        + kernel.arch().id()
                        + ", and modules for them would have one name. Leave one of them out, or give a kernel a release"
                        + " of its own with its option LOCALVERSION.");
            }
        }
    }

    /** The sources are those of every kernel; only what is said of the binaries differs. */
    private Path main(ModuleWorkspace workspace, List<MatrixPart> parts) throws IOException {
        checkReleases(parts);
        var stamps = new Stamps(workspace.state());
        var fingerprint = Digests.of(parts.stream()
                .map(part -> part.module().prepared().fingerprint())
                .collect(Collectors.joining(" ")));
        if (stamps.find(STEP, fingerprint).isEmpty()
                || !Files.isRegularFile(workspace.main().resolve(ModuleMetadata.FILE_NAME))) {
            stamps.forget(STEP);
            Trees.delete(workspace.main());
            var metadata = parts.stream().map(part -> part.module().metadata()).toList();
            OutputFolders.writeMain(request.sources(), ModuleMetadata.joined(metadata), workspace.main());
            stamps.put(STEP, fingerprint, Map.of());
        }
        return workspace.main();
    }
}
