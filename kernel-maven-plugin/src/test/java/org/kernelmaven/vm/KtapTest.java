package org.kernelmaven.vm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The texts are consoles of Linux 6.1 and 5.10, and examples of Documentation/dev-tools/ktap.rst. */
class KtapTest {

    private static List<String> read(String text) {
        var ktap = new Ktap();
        text.lines().forEach(ktap::line);
        return ktap.results().stream()
                .map(result -> result.status() + " " + result.name()
                        + (result.diagnostics().isEmpty() ? "" : " " + result.diagnostics()))
                .toList();
    }

    @Test
    void nestedResultsAreNamedByWhatHoldsThem() {
        assertThat(
                        read(
                                """
                [    1.100000] kernel-maven: loading shapes_test
                [    1.100001] shapes_test: loading out-of-tree module taints kernel.
                [    1.100002]     KTAP version 1
                [    1.100003]     # Subtest: shapes
                [    1.100004]     1..4
                [    1.100005]     ok 1 good_test
                [    1.100006]     # bad_test: EXPECTATION FAILED at shapes_test.c:3
                [    1.100007]     Expected 1 == 2, but
                [    1.100008]     not ok 2 bad_test
                [    1.100009]     ok 3 skipped_test # SKIP not here
                [    1.100010]         KTAP version 1
                [    1.100011]         # Subtest: param_test
                [    1.100012]         ok 1 a
                [    1.100013] usb 1-1: new device
                [    1.100014]         ok 2 b
                [    1.100015]     # param_test: pass:2 fail:0 skip:0 total:2
                [    1.100016]     ok 4 param_test
                [    1.100017] # shapes: pass:2 fail:1 skip:1 total:4
                [    1.100018] # Totals: pass:3 fail:1 skip:1 total:5
                [    1.100019] not ok 1 shapes
                [    1.100020]     KTAP version 1
                [    1.100021]     # Subtest: second
                [    1.100022]     1..1
                [    1.100023]     ok 1 good_test
                [    1.100024] ok 2 second
                [    1.100025] kernel-maven: loaded shapes_test
                """))
                .containsExactly(
                        "PASSED shapes.good_test",
                        "FAILED shapes.bad_test [# bad_test: EXPECTATION FAILED at shapes_test.c:3, Expected 1 == 2,"
                                + " but]",
                        "SKIPPED shapes.skipped_test [not here]",
                        "PASSED shapes.param_test.a",
                        "PASSED shapes.param_test.b",
                        "PASSED second.good_test");
    }

    @Test
    void olderKernelsPutADashBeforeTheName() {
        assertThat(
                        read(
                                """
                TAP version 14
                1..1
                    # Subtest: example
                    1..2
                    ok 1 - example_simple_test
                    not ok 2 - example_skip_test # TIMEOUT
                not ok 1 - example
                """))
                .containsExactly("PASSED example.example_simple_test", "FAILED example.example_skip_test");
    }

    @Test
    void aSuiteMayFailThoughItsTestsPassed() {
        assertThat(
                        read(
                                """
                    # Subtest: example
                    ok 1 simple
                # example: exit failed
                not ok 1 example
                """))
                .containsExactly("PASSED example.simple", "FAILED example [# example: exit failed]");
    }

    @Test
    void aTestThatDidNotEndHasFailed() {
        assertThat(
                        read(
                                """
                    # Subtest: example
                    1..2
                    ok 1 simple
                """))
                .containsExactly("PASSED example.simple", "CRASHED example.(2 of 2) [began and did not end]");
    }

    @Test
    void onlyASkipIsMoreThanAComment() {
        assertThat(
                        read(
                                """
                ok 1 a # SKIP not here
                not ok 2 b # SKIP not here
                not ok 3 c # XFAIL as ever
                not ok 4 d # TODO later
                ok 5 e # TODO done
                ok 6 f # TIMEOUT
                not ok 7 g # skip
                """))
                .containsExactly(
                        "SKIPPED a [not here]",
                        "SKIPPED b [not here]",
                        "FAILED c",
                        "FAILED d",
                        "PASSED e",
                        "PASSED f",
                        "FAILED g");
    }

    @Test
    void aResultMayHaveNoName() {
        assertThat(read("ok 1\nok 2 last")).containsExactly("PASSED (unnamed)", "PASSED last");
    }

    @Test
    void otherLinesAreNoResults() {
        assertThat(read("looks ok 1 to me\nok then\nok 1x\n  book 1 page")).isEmpty();
    }

    @Test
    void whatAPlanPromisedAndDidNotComeHasCrashed() {
        assertThat(
                        read(
                                """
                KTAP version 1
                1..2
                    KTAP version 1
                    # Subtest: first
                    1..2
                    ok 1 a
                Kernel panic - not syncing: Fatal exception
                """))
                .containsExactly(
                        "PASSED first.a",
                        "CRASHED first.(2 of 2) [began and did not end, Kernel panic - not syncing: Fatal exception]",
                        "CRASHED (2 of 2) [began and did not end, Kernel panic - not syncing: Fatal exception]");
    }

    @Test
    void aLogMayHoldSeveralOutputs() {
        assertThat(
                        read(
                                """
                KTAP version 1
                1..1
                    KTAP version 1
                    # Subtest: first
                    1..1
                    ok 1 a
                ok 1 first
                something else
                KTAP version 1
                1..1
                  KTAP version 1
                  1..1
                  not ok 1 b
                not ok 1 second
                """))
                .containsExactly("PASSED first.a", "FAILED second.b");
    }

    @Test
    void anythingMayStandBeforeEachLine() {
        assertThat(
                        read(
                                """
                board3: KTAP version 1
                board3: 1..1
                board3:     # Subtest: first
                board3:     1..1
                board3:     ok 1 a # SKIP no such device
                board3: ok 1 first # SKIP
                """))
                .containsExactly("SKIPPED first.a [no such device]");
    }
}
