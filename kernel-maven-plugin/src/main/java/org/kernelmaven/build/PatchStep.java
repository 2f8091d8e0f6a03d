package org.kernelmaven.build;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.kernelmaven.UserException;
import org.kernelmaven.patch.DamagedTreeException;
import org.kernelmaven.patch.Patch;
import org.kernelmaven.patch.PatchLoader;
import org.kernelmaven.patch.Pristine;
import org.kernelmaven.patch.View;
import org.kernelmaven.source.PristineTree;
import org.kernelmaven.source.Source;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The second step, after the first: from the source to the project's patched view. */
final class PatchStep {

    private static final Logger LOG = LoggerFactory.getLogger(PatchStep.class);

    private final Environment environment;
    private final Workspace workspace;

    PatchStep(Environment environment, Workspace workspace) {
        this.environment = environment;
        this.workspace = workspace;
    }

    PatchedSource run(Source source, List<Patch> patches) throws IOException {
        try {
            return run(new FetchStep(environment).run(source, false), patches);
        } catch (DamagedTreeException e) {
            return run(fetchAgain(source, e), patches);
        }
    }

    /** A look at all of the tree has it made again. */
    private PristineTree fetchAgain(Source source, DamagedTreeException damage) throws IOException {
        try {
            return new FetchStep(environment).run(source, true);
        } catch (UserException e) {
            throw new UserException(damage.getMessage() + "\nIt could not be made again: " + e.getMessage(), e);
        }
    }

    private PatchedSource run(PristineTree pristine, List<Patch> patches) throws IOException {
        var started = System.nanoTime();
        var series = new PatchLoader(environment.downloads(), workspace.patches()).load(patches);
        var view = new View(workspace.tree(), workspace.state(), environment.host());
        var tree = view.update(new Pristine(pristine.directory(), pristine.key(), pristine.live()), series);
        if (tree.changedFiles() > 0) {
            LOG.info(
                    "Linked Linux {} with {} {}, files changed: {}, in {} s",
                    pristine.version(),
                    series.size(),
                    series.size() == 1 ? "patch" : "patches",
                    tree.changedFiles(),
                    Duration.ofNanos(System.nanoTime() - started).toSeconds());
        }
        return new PatchedSource(pristine, series, tree);
    }
}
