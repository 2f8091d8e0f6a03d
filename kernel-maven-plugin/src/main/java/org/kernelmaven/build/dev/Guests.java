package org.kernelmaven.build.dev;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.kernelmaven.build.module.BuiltModules;
import org.kernelmaven.vm.GuestSession;
import org.kernelmaven.vm.Reply;

/** Where {@link DevLoop} gets its guests from. */
interface Guests {

    /** The modules in the order of loading: those of {@link Loadable.Kind#BASE} first. */
    List<Loadable> plan(BuiltModules built) throws IOException;

    /**
     * Boots a guest that has loaded the base, or restores one that had.
     *
     * @param base what is to be loaded already
     * @param lines takes the console's lines, on another thread
     * @param onEnd told when it ends by itself, on another thread
     * @throws org.kernelmaven.UserException where it does not come up
     */
    GuestSession boot(BuiltModules built, List<Loadable> base, Consumer<String> lines, Consumer<Reply.Lost> onEnd)
            throws IOException;

    /** Has the next guest boot, whatever is known of an earlier one. */
    void forget() throws IOException;

    /** Why there is no shell in the guests, with the cure; empty where there is one. */
    Optional<String> lackOfShell();
}
