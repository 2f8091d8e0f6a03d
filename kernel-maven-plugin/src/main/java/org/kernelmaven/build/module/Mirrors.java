package org.kernelmaven.build.module;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.kernelmaven.build.Environment;
import org.kernelmaven.build.Fingerprint;
import org.kernelmaven.build.Stamps;
import org.kernelmaven.module.SourceMirror;

/**
 * The mirrors of a project's sources, each emptied where what make compiled there is old and make cannot tell it by
 * times: for another kernel, whose files all have one time, another compiler, or other headers, for one that comes back
 * from version control or an archive may be older than what was built.
 */
final class Mirrors {

    private final Environment environment;
    private final Stamps stamps;

    Mirrors(Environment environment, Stamps stamps) {
        this.environment = environment;
        this.stamps = stamps;
    }

    /**
     * One of them.
     *
     * @param name tells it from the project's other one
     * @param includes the folders of headers that its sources are compiled with
     */
    SourceMirror open(String name, Path directory, List<Path> includes, ModuleKernel kernel) throws IOException {
        var against = new Fingerprint()
                .add("kernel", kernel.against())
                .identity("compiler", environment.host().find(kernel.compiler()));
        for (var include : includes) {
            against.tree("include", include);
        }
        var mirror = new SourceMirror(directory);
        if (stamps.find(name, against.digest()).isEmpty()) {
            mirror.clear();
            stamps.put(name, against.digest(), Map.of());
        }
        return mirror;
    }
}
