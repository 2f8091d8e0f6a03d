package org.kernelmaven.build.module;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.kernelmaven.UserException;
import org.kernelmaven.fetch.ArtifactResolver;
import org.kernelmaven.fetch.Coordinates;
import org.kernelmaven.settings.Problems;

/** Finds the dev artifacts of all kernels that a project is for. */
final class MatrixKernels {

    /** {@code groupId:artifactId:version}, where the version may be a range, which has commas. */
    private static final Pattern KERNEL = Pattern.compile(
            "([A-Za-z0-9_][A-Za-z0-9_.+-]*):([A-Za-z0-9_][A-Za-z0-9_.+-]*):([A-Za-z0-9_][A-Za-z0-9_.+-]*|[\\[(][^:/]+[\\])])");

    private final ArtifactResolver artifacts;
    private final Problems problems = new Problems();

    MatrixKernels(ArtifactResolver artifacts) {
        this.artifacts = artifacts;
    }

    /**
     * The kernels that the project depends on, then those of parameter {@code kernels}, each once.
     *
     * @throws UserException that names all that are not coordinates or in no repository
     */
    List<Dependency> of(ModuleRequest request) throws IOException {
        Map<String, Dependency> found = new LinkedHashMap<>();
        request.kernels().forEach(kernel -> found.put(kernel.toString(), kernel));
        for (var text : whole(request.matrix())) {
            find(text.strip()).ifPresent(kernel -> found.putIfAbsent(kernel.toString(), kernel));
        }
        problems.throwIfAny();
        return new ArrayList<>(found.values());
    }

    /** A list in a property is split at each comma, those of ranges too. */
    private static List<String> whole(List<String> texts) {
        var joined = new ArrayList<String>();
        for (var text : texts) {
            var last = joined.size() - 1;
            if (last >= 0 && joined.get(last).matches("[^\\[(]*[\\[(][^\\])]*")) {
                joined.set(last, joined.get(last) + "," + text);
            } else {
                joined.add(text);
            }
        }
        return joined;
    }

    private Optional<Dependency> find(String text) throws IOException {
        var parts = KERNEL.matcher(text);
        if (!parts.matches()) {
            problems.add("parameter <kernels>: '" + text + "' is not groupId:artifactId:version, such as"
                    + " com.acme:acme-kernel:6.1.192-acme1; the version may be a range, such as [6.12,6.13).");
            return Optional.empty();
        }
        try {
            var dev = new Coordinates(parts.group(1), parts.group(2), parts.group(3), Optional.of("dev"), "tar.zst");
            var version = artifacts.newest(dev);
            return Optional.of(
                    new Dependency(dev.groupId(), dev.artifactId(), version, "provided", file(dev, version)));
        } catch (UserException e) {
            problems.add("parameter <kernels>: '" + text + "': " + e.getMessage());
            return Optional.empty();
        }
    }

    private Path file(Coordinates dev, String version) throws IOException {
        return artifacts.resolve(
                new Coordinates(dev.groupId(), dev.artifactId(), version, dev.classifier(), dev.extension()));
    }
}
