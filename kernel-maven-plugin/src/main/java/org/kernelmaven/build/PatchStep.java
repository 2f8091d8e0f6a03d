package org.kernelmaven.build;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.kernelmaven.patch.Patch;
import org.kernelmaven.patch.PatchLoader;
import org.kernelmaven.patch.Pristine;
import org.kernelmaven.patch.View;
import org.kernelmaven.source.PristineTree;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The second step: from the pristine tree to the project's patched view. */
final class PatchStep {

    private static final Logger LOG = LoggerFactory.getLogger(PatchStep.class);

    private final Environment environment;
    private final Workspace workspace;

    PatchStep(Environment environment, Workspace workspace) {
        this.environment = environment;
        this.workspace = workspace;
    }

    PatchedSource run(List<Patch> patches, PristineTree pristine) throws IOException {
        var started = System.nanoTime();
        var series = new PatchLoader(environment.downloads(), workspace.patches()).load(patches);
        var view = new View(workspace.tree(), workspace.state(), environment.host());
        var tree = view.update(
                new Pristine(pristine.directory(), pristine.key(), pristine.live(), pristine.listing()), series);
        if (tree.changedFiles() > 0) {
            LOG.info(
                    "Linked Linux {} with {} {}, files changed: {}, in {} s",
                    pristine.version(),
                    series.size(),
                    series.size() == 1 ? "patch" : "patches",
                    tree.changedFiles(),
                    Duration.ofNanos(System.nanoTime() - started).toSeconds());
        }
        return new PatchedSource(pristine.withoutListing(), series, tree);
    }
}
