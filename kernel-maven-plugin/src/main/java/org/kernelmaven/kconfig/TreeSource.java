package org.kernelmaven.kconfig;

import java.io.IOException;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.kernelmaven.kconfig.language.Answer;
import org.kernelmaven.kconfig.language.KconfigSource;
import org.kernelmaven.kconfig.language.Place;

/**
 * What the Kconfig files of a tree draw on.
 *
 * @param files each other
 * @param environment what {@code $(NAME)} sees
 * @param answers what a command prints
 */
record TreeSource(KconfigFiles files, Map<String, String> environment, Function<String, Answer> answers)
        implements KconfigSource {

    /** Copies. */
    TreeSource {
        environment = Map.copyOf(environment);
    }

    @Override
    public @Nullable String read(String name, Place place) throws IOException {
        return files.read(name, place);
    }

    @Override
    public @Nullable String environment(String name) {
        return environment.get(name);
    }

    @Override
    public Answer shell(String command, Place place) {
        return answers.apply(command);
    }
}
