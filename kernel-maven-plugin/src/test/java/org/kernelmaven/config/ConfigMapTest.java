package org.kernelmaven.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.kernelmaven.KernelVersion;
import org.kernelmaven.settings.Origin;
import org.kernelmaven.settings.Problems;
import org.kernelmaven.settings.Setting;

class ConfigMapTest {

    private static final Origin CONFIG = Origin.parameter("config");

    private final Problems problems = new Problems();

    @Test
    void readsNamesWithAndWithoutPrefix() {
        var options = read(text("KGDB", "yes"), text("CONFIG_9P_FS", "module"), text("NR_CPUS", "64"));
        assertThat(problems.found()).isEmpty();
        assertThat(options).extracting(Option::name).containsExactly("KGDB", "9P_FS", "NR_CPUS");
        assertThat(options)
                .extracting(Option::value)
                .containsExactly(new Value.Yes(), new Value.Mod(), new Value.Text("64"));
        assertThat(options.get(0).origin()).hasToString("parameter <config><KGDB>");
    }

    @Test
    void aQuestionMarkMakesItOptional() {
        var options = read(text("USB_DEBUG", "no?"), text("NAME", "\"why?\""));
        assertThat(options).extracting(Option::optional).containsExactly(true, false);
        assertThat(options).extracting(Option::value).containsExactly(new Value.No(), new Value.Text("why?"));
    }

    @Test
    void readsNestedElements() {
        var option = read(group(
                        "MPTCP",
                        text("value", "yes"),
                        text("when", "[5.6,)"),
                        text("arch", "x86_64, arm64"),
                        text("optional", "true"),
                        text("force", "true")))
                .get(0);
        assertThat(problems.found()).isEmpty();
        assertThat(option.optional()).isTrue();
        assertThat(option.forced()).isTrue();
        assertThat(option.condition().matches(new KernelVersion(6, 1, 0, ""), "arm64"))
                .isTrue();
        assertThat(option.condition().matches(new KernelVersion(5, 4, 0, ""), "arm64"))
                .isFalse();
        assertThat(option.condition().matches(new KernelVersion(6, 1, 0, ""), "riscv"))
                .isFalse();
    }

    @Test
    void everyMistakeIsNoted() {
        read(
                text("KGDB", "yes"),
                text("CONFIG_KGDB", "no"),
                text("KG-DB", "yes"),
                text("EMPTY", ""),
                group("A", text("value", "yes"), text("vhen", "[5.6,)")),
                group("B", text("value", "yes"), text("when", "5.6"), text("arch", "x86-64")),
                group("C", text("optional", "maybe")));
        assertThat(problems.found())
                .anyMatch(problem -> problem.contains("KGDB is given twice in one map, as <KGDB> and as <CONFIG_KGDB>"))
                .anyMatch(problem -> problem.contains("'KG-DB' is no option"))
                .anyMatch(problem -> problem.contains("EMPTY has no value"))
                .anyMatch(problem -> problem.contains("unknown key 'vhen' in <A>. Did you mean 'when'?"))
                .anyMatch(problem -> problem.contains("'5.6' is a version, not a range"))
                .anyMatch(problem -> problem.contains("unknown arch 'x86-64'. Did you mean 'x86_64'?"))
                .anyMatch(problem -> problem.contains("'maybe' is not a boolean"))
                .anyMatch(problem -> problem.contains("C has no <value>"))
                .hasSize(8);
    }

    private List<Option> read(Setting... settings) {
        return ConfigMap.read(Setting.group("config", List.of(settings), CONFIG), problems)
                .options();
    }

    private static Setting text(String name, String text) {
        return Setting.text(name, text, CONFIG.child(name));
    }

    private static Setting group(String name, Setting... children) {
        return Setting.group(name, List.of(children), CONFIG.child(name));
    }
}
