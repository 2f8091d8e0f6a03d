package org.kernelmaven.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.kernelmaven.UserException;

class PruningTest {

    private static final Instant NOW = Instant.parse("2026-06-30T12:00:00Z");

    private static Entry entry(String key, long megabytes, int daysUnused) {
        return new Entry(
                Kind.TREE, key, Path.of(key), "", megabytes << 20, NOW.minus(Duration.ofDays(daysUnused)), List.of());
    }

    private static List<String> gone(Pruning pruning, String inUse) throws IOException {
        var entries =
                List.of(entry("new", 10, 1), entry("old", 10, 31), entry("older", 10, 40), entry("oldest", 10, 50));
        return pruning.apply(entries, NOW, entry -> !entry.key().equals(inUse)).stream()
                .map(Entry::key)
                .toList();
    }

    private static Pruning pruning(String age, String size) {
        return Pruning.parse(
                Optional.of(age).filter(text -> !text.isEmpty()),
                Optional.of(size).filter(text -> !text.isEmpty()));
    }

    @Test
    void whatWasNotUsedForThatLongGoes() throws IOException {
        assertThat(gone(pruning("30d", ""), "")).containsExactly("oldest", "older", "old");
    }

    @Test
    void theLongestUnusedGoUntilTheRestIsSmallEnough() throws IOException {
        assertThat(gone(pruning("", "25M"), "")).containsExactly("oldest", "older");
    }

    @Test
    void whatIsInUseStaysAndTheNextGoesInItsPlace() throws IOException {
        assertThat(gone(pruning("", "25M"), "oldest")).containsExactly("older", "old");
    }

    @ParameterizedTest
    @CsvSource({"12h,PT12H", "30d,PT720H", "8W,PT1344H"})
    void anAgeHasAUnit(String text, String duration) {
        assertThat(pruning(text, "").unused()).contains(Duration.parse(duration));
    }

    @ParameterizedTest
    @CsvSource({"1K,1024", "500m,524288000", "20G,21474836480", "1TB,1099511627776"})
    void aSizeHasAUnit(String text, long bytes) {
        assertThat(pruning("", text).most()).contains(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"8388608T", "16777216T", "999999999T"})
    void moreThanAnyStoreHasRemovesNothing(String size) throws IOException {
        assertThat(gone(pruning("", size), "")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"30", "d", "-1d", "30 days", "1.5d", "true"})
    void whatIsNoAgeIsNamedWithTheCure(String text) {
        assertThatExceptionOfType(UserException.class)
                .isThrownBy(() -> pruning(text, ""))
                .withMessage("property kernel.store.prune: '" + text
                        + "' is no age. Write hours, days or weeks, such as 12h, 30d or 8w.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"20", "G", "-1G", "1.5G", "20 GiB"})
    void whatIsNoSizeIsNamedWithTheCure(String text) {
        assertThatExceptionOfType(UserException.class)
                .isThrownBy(() -> pruning("", text))
                .withMessage("property kernel.store.maxSize: '" + text
                        + "' is no size. Write a number with K, M, G or T, such as 500M or 20G.");
    }
}
