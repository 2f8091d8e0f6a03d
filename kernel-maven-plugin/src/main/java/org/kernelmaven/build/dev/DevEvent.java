package org.kernelmaven.build.dev;

import org.kernelmaven.vm.Reply;

/** Something that {@link DevLoop} acts on. */
sealed interface DevEvent {

    /**
     * Sources changed.
     *
     * @param nanos when the first of them did, by the loop's clock
     */
    record Saved(long nanos) implements DevEvent {}

    /**
     * The user asked for something.
     *
     * @param command what
     */
    record Asked(DevCommand command) implements DevEvent {}

    /**
     * A guest ended.
     *
     * @param guest its number, for it may have been replaced meanwhile
     * @param why it did
     */
    record GuestEnded(int guest, Reply.Lost why) implements DevEvent {}
}
