package org.kernelmaven.patch;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.kernelmaven.settings.Origin;
import org.kernelmaven.settings.Setting;

/**
 * One {@code <patch>} as the user wrote it.
 *
 * @param name what messages and metadata call it; unique in its series
 * @param file where its diff is; empty for a patch that only brings config or features
 * @param strip leading path components to remove, as {@code patch -p}
 * @param config the children of its {@code <config>}, raw
 * @param features features it gives the kernel (true) or takes away (false), in the order written
 * @param origin where it was written
 */
public record Patch(
        String name,
        Optional<PatchFile> file,
        int strip,
        List<Setting> config,
        Map<String, Boolean> features,
        Origin origin) {

    /** Copies. */
    public Patch {
        config = List.copyOf(config);
        features = Collections.unmodifiableMap(new LinkedHashMap<>(features));
    }
}
