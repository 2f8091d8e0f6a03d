package org.kernelmaven.kconfig.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.kernelmaven.kconfig.language.Files.kconfig;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kernelmaven.kconfig.value.ConfigReader;
import org.kernelmaven.kconfig.value.ConfigWriter;
import org.kernelmaven.kconfig.value.Configuration;
import org.kernelmaven.kconfig.value.Target;

/** Whatever the files hold: a result, or an error with file and line; no hang, no overflow. */
class RobustnessTest {

    private static final int MANY = 100_000;

    private static final String SAMPLE =
            """
            mainmenu "Sample $(KERNELVERSION)"
            cc-option = $(success,$(CC) -c $(1))
            success = $(if-success,$(1),y,n)
            if-success = $(shell,{ $(1); } && echo "$(2)" || echo "$(3)")
            config MODULES
            	bool "Loadable modules"
            	default y
            	modules
            menu "Devices"
            	depends on HAS_IO || !BARE
            	visible if EXPERT
            config BUS
            	tristate "Bus"
            	default m if MODULES
            	select REGMAP if m
            	imply LEDS
            	help
            	  A bus.

            	    More of it.

            if BUS
            choice
            	prompt "Speed"
            	default FAST if $(cc-option,-O2)
            config FAST
            	bool "Fast"
            config SLOW
            	bool "Slow"
            	depends on BUS=y
            endchoice
            endif
            menuconfig LEDS
            	bool "LEDs" \\
            		if EXPERT
            config COUNT
            	int "Count"
            	range 1 LIMIT if LEDS
            	default 0x10
            source "sub/Kconfig"
            comment "The end"
            	depends on BUS != n
            endmenu
            config REGMAP
            	def_tristate n
            config LIMIT
            	hex
            	default 0x20
            """;

    private static final String CONFIG =
            """
            # A comment
            CONFIG_MODULES=y
            CONFIG_BUS=m
            # CONFIG_FAST is not set
            CONFIG_SLOW=y
            CONFIG_COUNT=12
            CONFIG_NAME="a \\"quoted\\" text"
            CONFIG_LIMIT=0x30
            """;

    private static final List<String> PIECES = List.of(
            "config ",
            "choice\n",
            "endchoice\n",
            "menu \"m\"\n",
            "endmenu\n",
            "if A\n",
            "endif\n",
            "\thelp\n",
            "\"",
            "'",
            "\\",
            "\\\n",
            "$(",
            ")",
            "(",
            "!",
            "&&",
            "||",
            "=",
            ":=",
            "+=",
            "<",
            "\tselect MODULES\n",
            "\u0000",
            "\r",
            "\t",
            "source \"Kconfig\"\n",
            "$(info,x)",
            "$(lineno)",
            "\uD83D",
            "é",
            "y",
            "n",
            "m",
            "\tdepends on BUS\n",
            "\tdefault BUS\n",
            "config BUS\n",
            "CONFIG_",
            " is not set");

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void mutatedFiles(boolean classic) {
        var random = new Random(42);
        var accepted = 0;
        for (var round = 0; round < 2_000; round++) {
            var files = kconfig(mutated(SAMPLE, random))
                    .and("sub/Kconfig", "config NAME\n\tstring \"Name\"\n")
                    .environment("CC", "cc")
                    .shell("{ cc -c -O2; } && echo \"y\" || echo \"n\"", "y");
            if (classic) {
                files.classic();
            }
            accepted += holds(files, mutated(CONFIG, random)) ? 1 : 0;
        }
        assertThat(accepted).isBetween(200, 1_900);
    }

    /** Whether the files are accepted; where not, each message has its place. */
    private static boolean holds(Files files, String config) {
        Kconfig model;
        try {
            model = files.parsed();
        } catch (KconfigException e) {
            assertThat(e.problems())
                    .isNotEmpty()
                    .allMatch(
                            problem -> problem.matches(
                                    "(?s)([\\w/]+:\\d+: ?.*|([\\w/<>]+:\\d+:)?error: recursive .*|Recursive inclusion .*:\\d+)"));
            return false;
        }
        for (var target : List.of(Target.OLDDEFCONFIG, Target.ALLYESCONFIG, Target.RANDCONFIG)) {
            var configuration = new Configuration(model);
            ConfigReader.read(configuration, config, ".config", true);
            target.apply(configuration, 1);
            var written = ConfigWriter.dotConfig(configuration);
            assertThat(written).startsWith("#\n# Automatically generated");
            ConfigWriter.defconfig(configuration);
        }
        return true;
    }

    private static String mutated(String text, Random random) {
        var lines = new ArrayList<>(text.lines().map(line -> line + "\n").toList());
        for (var change = random.nextInt(4); change > 0; change--) {
            var at = random.nextInt(lines.size());
            switch (random.nextInt(6)) {
                case 0 -> lines.set(at, "");
                case 1 -> lines.add(at, lines.get(random.nextInt(lines.size())));
                case 2 -> Collections.swap(lines, at, random.nextInt(lines.size()));
                case 3 -> lines.add(at, PIECES.get(random.nextInt(PIECES.size())));
                case 4 -> {
                    var line = new StringBuilder(lines.get(at));
                    line.insert(random.nextInt(line.length() + 1), PIECES.get(random.nextInt(PIECES.size())));
                    lines.set(at, line.toString());
                }
                default -> {
                    var line = new StringBuilder(lines.get(at));
                    if (!line.isEmpty()) {
                        line.setCharAt(random.nextInt(line.length()), (char) random.nextInt(256));
                    }
                    lines.set(at, line.toString());
                }
            }
        }
        return String.join("", lines);
    }

    private static String each(String pattern) {
        return IntStream.range(1, MANY)
                .mapToObj(i -> pattern.replace("<", "" + (i - 1)).replace("#", "" + i))
                .collect(Collectors.joining());
    }

    private static String evaluated(String text) {
        var configuration = new Configuration(kconfig(text).parsed());
        Target.ALLYESCONFIG.apply(configuration, 0);
        return ConfigWriter.dotConfig(configuration);
    }

    @Test
    void manySymbolsThatDependOnTheOneBefore() throws InterruptedException {
        var text = "config S0\n\tbool \"s\"\n" + each("config S#\n\tbool \"s\"\n\tdepends on S<\n");
        // With a stack that suffices there is a result; with a small one an error.
        assertThat(onStack(1 << 30, () -> evaluated(text))).contains("CONFIG_S99999=y\n");
        assertThat(onStack(1 << 18, () -> evaluated(text))).startsWith("Kconfig:1: ");
    }

    @Test
    void aLongChainOfValuesOnASmallStack() throws InterruptedException {
        var model = kconfig(Stream.iterate(MANY, i -> i > 0, i -> i - 1)
                .map(i -> "config S" + i + "\n\tbool\n\tdefault S" + (i - 1) + "\n")
                .collect(Collectors.joining()));
        var parsed = new Kconfig[1];
        onStack(1 << 30, () -> {
            parsed[0] = model.parsed();
            return "";
        });
        assertThat(onStack(1 << 18, () -> ConfigWriter.dotConfig(new Configuration(parsed[0]))))
                .isEqualTo("Kconfig:1: 'S100000' is at the end of a chain of dependencies that is too long");
    }

    private static String onStack(long bytes, java.util.function.Supplier<String> work) throws InterruptedException {
        var result = new String[1];
        var thread = new Thread(
                null,
                () -> {
                    try {
                        result[0] = work.get();
                    } catch (KconfigException e) {
                        result[0] = e.getMessage();
                    }
                },
                "stack",
                bytes);
        thread.start();
        thread.join();
        return result[0];
    }

    @Test
    void manyOperands() {
        var conjunction = "A" + " && A".repeat(MANY);
        assertThat(evaluated("config A\n\tbool \"a\"\nconfig X\n\tbool \"x\"\n\tdepends on " + conjunction + "\n"))
                .contains("CONFIG_X=y");
        var names = IntStream.range(0, MANY).mapToObj(i -> "S" + i).collect(Collectors.joining(" || "));
        assertThat(evaluated("config X\n\tbool \"x\"\n\tdepends on !(" + names + ")\n"))
                .contains("CONFIG_X=y");
        var comparisons = IntStream.range(0, MANY).mapToObj(i -> "S!=" + i).collect(Collectors.joining(" && "));
        assertThat(evaluated("config X\n\tbool \"x\"\n\tdepends on " + comparisons + "\n"))
                .contains("CONFIG_X=y");
    }

    @Test
    void manyDependsOn() {
        assertThat(evaluated("config X\n\tbool \"x\"\n" + each("\tdepends on !S#\n")))
                .contains("CONFIG_X=y");
    }

    @Test
    void manyDefinitionsOfOneSymbol() {
        assertThat(evaluated(each("config X\n\tbool \"x\"\n\tdepends on !S#\n")))
                .contains("CONFIG_X=y");
    }

    @Test
    void manySelects() {
        var text = each("config S#\n\tbool \"s\"\n\tselect X\n") + "config X\n\tbool\n";
        assertThat(evaluated(text)).contains("CONFIG_X=y");
    }

    @Test
    void manyEntriesBelowOneAndManyIfs() {
        assertThat(evaluated("config A\n\tbool \"a\"\n" + each("config S#\n\tbool \"s\"\n\tdepends on A\n")))
                .contains("CONFIG_S99999=y");
        assertThat(evaluated("config A\n\tbool \"a\"\n" + each("if A\nconfig S#\n\tbool \"s\"\nendif\n")))
                .contains("CONFIG_S99999=y");
    }

    @Test
    void deepNesting() {
        for (var text : List.of(
                "menu \"m\"\n".repeat(MANY),
                "if A\n".repeat(MANY),
                "config A\n\tdepends on " + "(".repeat(MANY),
                "config A\n\tdepends on " + "!".repeat(MANY),
                "x := " + "$(a".repeat(MANY) + ")".repeat(MANY) + "\n")) {
            assertThatThrownBy(() -> kconfig(text).parsed())
                    .isInstanceOf(KconfigException.class)
                    .hasMessageContaining("Kconfig:");
        }
    }

    @Test
    void aFileThatIncludesItself() {
        assertThatThrownBy(() -> kconfig("source \"Kconfig\"\n").parsed())
                .isInstanceOf(KconfigException.class)
                .hasMessageContaining("Recursive inclusion");
    }

    @Test
    void aLongCycle() throws InterruptedException {
        var text = "config S0\n\tbool\n\tdepends on S99999\n" + each("config S#\n\tbool\n\tdepends on S<\n");
        assertThat(onStack(1 << 30, () -> evaluated(text))).contains("recursive dependency detected!");
    }

    @Test
    void anEndlessLineOfNothing() {
        assertThat(kconfig("@".repeat(MANY)).parsed().warnings()).hasSize(10_000);
        assertThatThrownBy(() -> kconfig("foo\n".repeat(MANY)).parsed())
                .isInstanceOf(KconfigException.class)
                .hasMessageContaining("… and 980 more.");
    }
}
