package org.kernelmaven.kconfig.language;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What Kconfig files draw on: other files, the environment, and the answers of tools. */
public interface KconfigSource {

    /**
     * A file's text.
     *
     * @param name as a {@code source} statement has it
     * @return null where there is none
     * @throws KconfigException where it may not be read
     */
    @Nullable
    String read(String name, Place place) throws IOException;

    /** An environment variable; null where it is not set. */
    @Nullable
    String environment(String name);

    /**
     * What a command prints, its line ends made blanks and the last ones cut, as {@code kconfig-macro-language.rst} has
     * it for {@code $(shell,…)}. The command may still run, and the reader go on where it does not need the text.
     *
     * @throws KconfigException where commands may not run
     */
    Answer shell(String command, Place place);
}
