package org.kernelmaven.kconfig;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.kernelmaven.kconfig.language.KconfigSource;
import org.kernelmaven.kconfig.language.Place;

/** Kconfig files, known by the names that {@code source} statements give them. Several threads may read. */
@FunctionalInterface
interface KconfigFiles {

    /** A file's text, as {@link KconfigSource#read} has it. */
    @Nullable
    String read(String name, Place place) throws IOException;
}
