package org.kernelmaven.build.dev;

import org.kernelmaven.vm.GuestSession;
import org.kernelmaven.vm.Reply;

/** The user's way into a guest's shell; each time one is asked for, one of its methods is called. */
interface UserShell {

    /** Gives keyboard and screen to the guest until its shell ends. */
    Reply run(GuestSession guest);

    /** There is none: the keyboard goes on to give commands. */
    void refuse();
}
