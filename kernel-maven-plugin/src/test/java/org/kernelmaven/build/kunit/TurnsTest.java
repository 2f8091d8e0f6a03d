package org.kernelmaven.build.kunit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.kernelmaven.vm.Attempts;
import org.kernelmaven.vm.Ktap;

class TurnsTest {

    private final Turns turns = new Turns();

    private static Ktap.Result result(String name, Ktap.Status status) {
        return new Ktap.Result(name, status, List.of());
    }

    @Test
    void testThatPassedKeepsItsOneResult() {
        turns.add(List.of(result("s.a", Ktap.Status.PASSED), result("s.b", Ktap.Status.FAILED)));
        turns.add(List.of(result("s.a", Ktap.Status.FAILED), result("s.b", Ktap.Status.PASSED)));
        assertThat(turns.all()).extracting(test -> test.results().size()).containsExactly(1, 2);
        assertThat(turns.bad()).isEmpty();
    }

    @Test
    void suiteThatBrokeOffAndThenDidNotIsAFlakeAndItsTestsCount() {
        turns.add(List.of(result("s", Ktap.Status.CRASHED)));
        turns.add(List.of(result("s.a", Ktap.Status.PASSED)));
        assertThat(turns.bad()).isEmpty();
        assertThat(turns.all()).extracting(Attempts::name).containsExactly("s", "s.a");
        assertThat(turns.all().get(0).isFlake()).isTrue();
    }

    @Test
    void testOfWhichNothingIsHeardHasFailedAgain() {
        turns.add(List.of(result("s.a", Ktap.Status.FAILED)));
        turns.add(List.of());
        assertThat(turns.bad()).singleElement().satisfies(test -> {
            assertThat(test.results()).hasSize(2);
            assertThat(test.status()).isEqualTo(Ktap.Status.FAILED);
        });
    }

    @Test
    void testsOfOneNameInOneGuestAreSeveral() {
        turns.add(List.of(result("s.a", Ktap.Status.PASSED), result("s.a", Ktap.Status.FAILED)));
        turns.add(List.of(result("s.a", Ktap.Status.PASSED), result("s.a", Ktap.Status.FAILED)));
        assertThat(turns.all()).extracting(test -> test.results().size()).containsExactly(1, 2);
        assertThat(turns.bad()).hasSize(1);
    }

    @Test
    void testThatIsSkippedAfterItFailedHasFailed() {
        turns.add(List.of(result("s.a", Ktap.Status.FAILED)));
        turns.add(List.of(result("s.a", Ktap.Status.SKIPPED)));
        assertThat(turns.bad()).singleElement().satisfies(test -> assertThat(test.isFlake())
                .isFalse());
    }
}
