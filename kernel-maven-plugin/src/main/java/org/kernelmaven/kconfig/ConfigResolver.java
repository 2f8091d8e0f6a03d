package org.kernelmaven.kconfig;

import java.io.IOException;
import org.kernelmaven.UserException;

/**
 * Resolves a configuration: from a base and what is asked for to the value of every symbol.
 *
 * <p>The whole model is evaluated to a fixpoint, so the order of what is asked for plays no part. What cannot hold is
 * no error here: the result says what came out instead.
 */
@FunctionalInterface
public interface ConfigResolver {

    /**
     * Resolves; the build tree's own {@code .config} is neither read nor written.
     *
     * @throws UserException where the base is unknown, a config file is wrong, or the tree's Kconfig cannot be
     *     evaluated
     */
    Resolution resolve(ConfigRequest request) throws IOException;
}
