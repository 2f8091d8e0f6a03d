package org.kernelmaven.build;

import java.io.IOException;
import java.util.List;
import org.kernelmaven.patch.Patch;
import org.kernelmaven.patch.PatchLoader;
import org.kernelmaven.patch.Pristine;
import org.kernelmaven.patch.View;
import org.kernelmaven.source.PristineTree;

/** The second step: from the pristine tree to the project's patched view. */
final class PatchStep {

    private final Environment environment;
    private final Workspace workspace;

    PatchStep(Environment environment, Workspace workspace) {
        this.environment = environment;
        this.workspace = workspace;
    }

    PatchedSource run(List<Patch> patches, PristineTree pristine) throws IOException {
        var series = new PatchLoader(environment.downloads(), workspace.patches()).load(patches);
        var view = new View(workspace.tree(), workspace.state(), environment.host());
        var tree = view.update(new Pristine(pristine.directory(), pristine.key(), pristine.live()), series);
        return new PatchedSource(pristine, series, tree);
    }
}
