package org.kernelmaven.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.kernelmaven.KernelVersion;
import org.kernelmaven.UserException;
import org.kernelmaven.config.Layer.Rank;
import org.kernelmaven.settings.Origin;

class LayersTest {

    private static final KernelVersion V6_1 = new KernelVersion(6, 1, 192, "");

    @Test
    void aMandatoryValueWinsOverAnOptionalOne() {
        assertThat(merged(layer(Rank.PROJECT, "a", "KGDB=no?"), layer(Rank.PROJECT, "b", "KGDB=yes")))
                .containsExactly("KGDB=yes b");
    }

    @Test
    void everyConflictIsReportedWithItsOrigins() {
        assertThatThrownBy(() -> merged(
                        layer(Rank.PROJECT, "a", "KGDB=yes", "USB=module", "NET=yes"),
                        layer(Rank.PROJECT, "b", "KGDB=no", "USB=yes", "NET=yes")))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("2 options")
                .hasMessageContaining("KGDB: yes (a) against no (b)")
                .hasMessageContaining("USB: module (a) against yes (b)")
                .hasMessageContaining("force");
    }

    @Test
    void aForcedValueWins() {
        assertThat(merged(layer(Rank.PROJECT, "a", "KGDB=yes!"), layer(Rank.PROJECT, "b", "KGDB=no")))
                .containsExactly("KGDB=yes a");
    }

    @Test
    void twoForcedValuesConflict() {
        assertThatThrownBy(() -> merged(layer(Rank.PROJECT, "a", "KGDB=yes!"), layer(Rank.PROJECT, "b", "KGDB=no!")))
                .hasMessageContaining("all of them forced");
    }

    @Test
    void theProjectOverridesTheCommonConfig() {
        assertThat(merged(layer(Rank.COMMON, "common", "KGDB=yes!"), layer(Rank.PROJECT, "b", "KGDB=no?")))
                .containsExactly("KGDB=no b");
    }

    @Test
    void theProjectOverridesARecipeAndTheCommandLineAll() {
        assertThat(merged(layer(Rank.RECIPE, "base", "A=yes!", "B=yes"), layer(Rank.PROJECT, "b", "A=no")))
                .containsExactly("A=no b", "B=yes base");
        assertThat(merged(layer(Rank.PROJECT, "p", "A=yes!"), layer(Rank.COMMAND_LINE, "-D", "A=no")))
                .containsExactly("A=no -D");
    }

    @Test
    void unsetTakesACommonOptionOut() {
        var merge = Layers.merge(
                List.of(layer(Rank.COMMON, "common", "KGDB=yes"), layer(Rank.PROJECT, "b", "KGDB=unset")),
                V6_1,
                "x86_64");
        assertThat(merge.assignments()).isEmpty();
        assertThat(merge.options()).hasSize(1);
    }

    @Test
    void theOrderOfLayersPlaysNoPart() {
        var one = layer(Rank.PROJECT, "a", "A=yes?", "B=no");
        var two = layer(Rank.COMMON, "b", "A=no", "C=module");
        assertThat(merged(one, two)).isEqualTo(merged(two, one));
    }

    @Test
    void conditionsAreHeededBeforeTheMerge() {
        var older = new Option(
                "A",
                new Value.Yes(),
                false,
                false,
                new Condition(Optional.of(VersionRange.parse("(,6.0)")), Set.of()),
                new Origin("older"));
        var arm = new Option(
                "A",
                new Value.Mod(),
                false,
                false,
                new Condition(Optional.empty(), Set.of("arm64")),
                new Origin("arm"));
        var layers = List.of(new Layer("x", Rank.PROJECT, List.of(older, arm)), layer(Rank.PROJECT, "b", "A=no"));
        assertThat(Layers.merge(layers, V6_1, "x86_64").options())
                .extracting(Option::value)
                .containsExactly(new Value.No());
        assertThatThrownBy(() -> Layers.merge(layers, V6_1, "arm64")).hasMessageContaining("module (arm)");
    }

    private static List<String> merged(Layer... layers) {
        return Layers.merge(Arrays.asList(layers), V6_1, "x86_64").options().stream()
                .map(option -> option.name() + "=" + option.value() + " " + option.origin())
                .toList();
    }

    /** Options as {@code NAME=value}, with {@code ?} where optional and {@code !} where forced. */
    private static Layer layer(Rank rank, String origin, String... options) {
        return new Layer(
                origin,
                rank,
                Arrays.stream(options)
                        .map(text -> {
                            var parts = text.split("=");
                            return new Option(
                                    parts[0],
                                    Value.parse(parts[1].replaceAll("[?!]", "")),
                                    parts[1].endsWith("?"),
                                    parts[1].endsWith("!"),
                                    Condition.ALWAYS,
                                    new Origin(origin));
                        })
                        .toList());
    }
}
