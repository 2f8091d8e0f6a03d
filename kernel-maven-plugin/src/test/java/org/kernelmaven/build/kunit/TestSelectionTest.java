package org.kernelmaven.build.kunit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.kernelmaven.UserException;
import org.kernelmaven.vm.Ktap;

class TestSelectionTest {

    private static final List<String> TESTS = List.of(
            "circle.area", "circle.perimeter", "circle.sizes.large one", "square.area", "square.side", "queue.push");

    private static List<String> selected(String text) {
        var selection = TestSelection.parse(text, true);
        return TESTS.stream()
                .filter(name -> selection.has(new Ktap.Result(name, Ktap.Status.PASSED, List.of())))
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "circle            | circle.area circle.perimeter circle.sizes.large_one",
                "circle#area       | circle.area",
                "circle#area+p*    | circle.area circle.perimeter",
                "#area             | circle.area square.area",
                "*e#a???           | circle.area square.area",
                "circle#sizes      | circle.sizes.large_one",
                "queue, square#s*  | square.side queue.push",
                "!circle           | square.area square.side queue.push",
                "*r*, !circle#p*   | circle.area circle.sizes.large_one square.area square.side",
                "Circle            | ''",
                "c.rcle            | ''"
            })
    void patternsSelectAsSurefiresDo(String text, String expected) {
        assertThat(String.join(" ", selected(text)).replace("large one", "large_one"))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "circle                 | circle.*",
                "circle#area            | circle.area",
                "circle#area+perimeter  | circle.*",
                "circle#large_a+large_b | circle.large_*",
                "circle#area,square#area| *e.area",
                "circle#area,square     | *e.*",
                "red_circle,red_line    | red_*e.*",
                "Handshake API tests    | Handshake?API?tests.*",
            })
    void globLetsThroughWhatIsSelected(String text, String glob) {
        assertThat(TestSelection.parse(text, true).glob()).contains(glob);
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "!circle", "circle,square_", "#*"})
    void noGlobWhereItWouldLetThroughAll(String text) {
        assertThat(TestSelection.parse(text, true).glob()).isEmpty();
    }

    @Test
    void whatIsASuitesOwnIsWhereTheSuiteIs() {
        var selection = TestSelection.parse("circle#area", true);
        for (var name : List.of("circle", "circle.(2 of 3)")) {
            assertThat(selection.has(new Ktap.Result(name, Ktap.Status.CRASHED, List.of())))
                    .as(name)
                    .isTrue();
        }
        assertThat(selection.has(new Ktap.Result("square", Ktap.Status.CRASHED, List.of())))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {",", "circle,", "circle#", "circle#a+", "a#b#c", "!", "#"})
    void whatIsNoPatternIsRefused(String text) {
        assertThatThrownBy(() -> TestSelection.parse(text, true))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("parameter test: '")
                .hasMessageContaining("SUITE#CASE");
    }

    @Test
    void regularExpressionsAreRefused() {
        assertThatThrownBy(() -> TestSelection.parse("%regex[.*]", true))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("%regex[.*]")
                .hasMessageContaining("with * and ?");
    }

    @Test
    void aDotForAHashIsExplained() {
        assertThat(TestSelection.parse("circle.area", true).describeNothing(new TreeSet<>(List.of("circle"))))
                .contains("There are: circle.")
                .contains("SUITE#CASE");
    }
}
