package org.kernelmaven.build.module;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.kernelmaven.artifact.ModuleArtifacts;
import org.kernelmaven.build.Stamps;
import org.kernelmaven.build.module.ModuleOutput.Artifact;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The last step: packs the folders that compile made into archives. */
final class PackageStep {

    private static final Logger LOG = LoggerFactory.getLogger(PackageStep.class);
    private static final String STEP = "package";

    private final ModuleWorkspace workspace;
    private final Stamps stamps;

    PackageStep(ModuleWorkspace workspace) {
        this.workspace = workspace;
        this.stamps = new Stamps(workspace.state());
    }

    /** The folders themselves, for the other projects of a reactor. */
    ModuleOutput folders(CompiledModule module) {
        var artifacts = new ArrayList<Artifact>();
        artifacts.add(new Artifact("kernel-module", "", workspace.main()));
        artifacts.addAll(kernelFolders(module));
        return new ModuleOutput(artifacts);
    }

    /** Those that are of one kernel. */
    List<Artifact> kernelFolders(CompiledModule module) {
        var classifier = module.prepared().classifier();
        return List.of(
                new Artifact("tar.zst", classifier, workspace.binaries()),
                new Artifact("tar.zst", classifier + "-dev", workspace.symbols()));
    }

    ModuleOutput run(CompiledModule module) throws IOException {
        var main = archive(module.prepared(), "");
        var artifacts = new ArrayList<Artifact>();
        artifacts.add(new Artifact("kernel-module", "", main));
        artifacts.addAll(pack(module, List.of(main)));
        return new ModuleOutput(artifacts);
    }

    /** Packs what is of one kernel; the main artifact is of several. */
    List<Artifact> packKernel(CompiledModule module) throws IOException {
        return pack(module, List.of());
    }

    /** @param main the main artifact's archive, where it is packed too */
    private List<Artifact> pack(CompiledModule module, List<Path> main) throws IOException {
        var prepared = module.prepared();
        var binaries = archive(prepared, "-" + prepared.classifier());
        var symbols = archive(prepared, "-" + prepared.classifier() + "-dev");
        var files = new ArrayList<>(List.of(binaries, symbols));
        files.addAll(main);
        var known = stamps.find(STEP, prepared.fingerprint());
        if (known.isEmpty()
                || !known.get().entrySet().containsAll(identities(files).entrySet())) {
            stamps.forget(STEP);
            var packer = new ModuleArtifacts(prepared.request().project().timestamp());
            for (var archive : main) {
                packer.pack(workspace.main(), prepared.name(), archive);
            }
            packer.packBinaries(workspace.binaries(), prepared.kernel().release(), binaries);
            packer.pack(workspace.symbols(), prepared.name(), symbols);
            stamps.put(STEP, prepared.fingerprint(), identities(files));
            LOG.info("Packed {} for {}", prepared.name(), prepared.kernel().describe());
        }
        return List.of(
                new Artifact("tar.zst", prepared.classifier(), binaries),
                new Artifact("tar.zst", prepared.classifier() + "-dev", symbols));
    }

    private static Path archive(PreparedModule module, String classifier) {
        return module.request().project().buildDirectory().resolve(module.name() + classifier + ".tar.zst");
    }

    private static Map<String, String> identities(List<Path> files) throws IOException {
        var identities = new TreeMap<String, String>();
        for (var file : files) {
            identities.put(
                    String.valueOf(file.getFileName()),
                    Files.isRegularFile(file)
                            ? Files.size(file) + " "
                                    + Files.getLastModifiedTime(file).toMillis()
                            : "");
        }
        return identities;
    }
}
