package org.kernelmaven.patch;

import java.nio.file.Path;
import org.kernelmaven.UserException;

/** The pristine tree of a view lacks files, has others, or some of another size than it was made with. */
public final class DamagedTreeException extends UserException {

    private static final long serialVersionUID = 1L;

    DamagedTreeException(Path tree) {
        super(message(tree));
    }

    /** @param cause what came of it */
    DamagedTreeException(Path tree, Exception cause) {
        super(message(tree), cause);
    }

    private static String message(Path tree) {
        return "'" + tree
                + "' in the store is not as it was made. Run 'mvn kernel:store -Dkernel.store.repair', then this"
                + " again; where that does not help, the disk is damaged.";
    }
}
