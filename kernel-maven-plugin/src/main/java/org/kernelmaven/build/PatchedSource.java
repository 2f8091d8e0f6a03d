package org.kernelmaven.build;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.kernelmaven.patch.LoadedPatch;
import org.kernelmaven.patch.Patch;
import org.kernelmaven.patch.PatchedTree;
import org.kernelmaven.source.PristineTree;

/**
 * What there is to configure and compile.
 *
 * @param pristine the source
 * @param series the patches on it
 * @param tree the view with both
 */
record PatchedSource(PristineTree pristine, List<LoadedPatch> series, PatchedTree tree) {

    /** Copies. */
    PatchedSource {
        series = List.copyOf(series);
    }

    /**
     * A patch as it is published.
     *
     * @param name the patch's name, for a series {@code NAME/ENTRY}
     * @param strip leading path components to remove
     * @param file its plain text; empty for one that only brings config or features
     * @param sha256 of the file
     */
    record Published(String name, int strip, Optional<Path> file, Optional<String> sha256) {}

    /** The series as it is published, the patches without a file in their places. */
    List<Published> patches(List<Patch> patches) {
        return patches.stream().flatMap(this::published).toList();
    }

    private Stream<Published> published(Patch patch) {
        if (patch.file().isEmpty()) {
            return Stream.of(new Published(patch.name(), patch.strip(), Optional.empty(), Optional.empty()));
        }
        return series.stream()
                .filter(loaded ->
                        loaded.name().equals(patch.name()) || loaded.name().startsWith(patch.name() + "/"))
                .map(loaded -> new Published(
                        loaded.name(), loaded.strip(), Optional.of(loaded.plainFile()), Optional.of(loaded.sha256())));
    }
}
