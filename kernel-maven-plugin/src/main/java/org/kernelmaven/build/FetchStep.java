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

    /**
     * @param thorough whether all of a tree that the store has is looked through, and made again where it is damaged
     */
    PristineTree run(Source source, boolean thorough) throws IOException {
        return new SourceFetcher(
                        environment.store(),
                        environment.downloads(),
                        environment.artifacts(),
                        environment.variables(),
                        environment.update(),
                        thorough)
                .fetch(source);
    }
}
