package org.kernelmaven.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.kernelmaven.vm.Fault;
import org.kernelmaven.vm.Reply;

/** What of a guest's shell fails {@code kernel:run}. */
class RunStepTest {

    private static final List<Fault> OOPS = faults(Fault.Kind.OOPS, "BUG: a");
    private static final List<Fault> WARNING = faults(Fault.Kind.WARNING, "WARNING: b");

    private static List<Fault> faults(Fault.Kind kind, String title) {
        return List.of(new Fault(kind, title, List.of(title), "after booting", false));
    }

    @Test
    void guestThatIsPoweredOffOrLeftIsNoFailureThoughItWarned() {
        assertThat(RunStep.failure(new Reply.Done(WARNING))).isEmpty();
        assertThat(RunStep.failure(new Reply.Lost("ended", WARNING, true))).isEmpty();
    }

    @Test
    void guestWithoutShellIsAFailure() {
        assertThat(RunStep.failure(new Reply.Refused("failed to start /bin/sh: error 2", List.of())))
                .contains("the guest failed to start /bin/sh: error 2.");
    }

    @Test
    void guestThatDoesNotEndByItselfIsAFailure() {
        assertThat(RunStep.failure(new Reply.Lost("gave no answer", List.of(), false)))
                .contains("gave no answer");
    }

    @Test
    void faultOfTheKernelIsAFailureHoweverTheShellEnds() {
        assertThat(RunStep.failure(new Reply.Done(OOPS)))
                .hasValueSatisfying(why -> assertThat(why).contains("BUG: a"));
        assertThat(RunStep.failure(new Reply.Lost("ended", OOPS, true)))
                .hasValueSatisfying(why -> assertThat(why).contains("BUG: a"));
    }
}
