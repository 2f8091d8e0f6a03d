package org.kernelmaven.build;

import java.io.IOException;
import org.kernelmaven.source.PristineTree;
import org.kernelmaven.source.Source;
import org.kernelmaven.source.SourceFetcher;

/** The first step: from the source to the pristine tree in the store. */
final class FetchStep {

    private final Environment environment;

    FetchStep(Environment environment) {
        this.environment = environment;
    }

    /** @param first whether the project has no view of the tree yet: the tree is looked through before one is made */
    PristineTree run(Source source, boolean first) throws IOException {
        return new SourceFetcher(
                        environment.store(),
                        environment.downloads(),
                        environment.artifacts(),
                        environment.variables(),
                        environment.update(),
                        first)
                .fetch(source);
    }
}
