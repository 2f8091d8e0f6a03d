package org.kernelmaven.kconfig.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.kernelmaven.kconfig.language.Files;
import org.kernelmaven.kconfig.language.Kconfig;

/**
 * A Kconfig text, what is asked of it, and what follows. Each expectation is what the kernel's own conf of 6.1
 * ({@link #classic}) or 6.12 answered.
 */
final class Sample {

    private final Files files;
    private final List<String> warnings = new ArrayList<>();
    private String config = "";
    private Target target = Target.OLDDEFCONFIG;

    private Sample(String kconfig) {
        this.files = Files.kconfig(kconfig);
    }

    static Sample kconfig(String text) {
        return new Sample(text);
    }

    /** With {@code config MODULES} before. */
    static Sample modular(String text) {
        return new Sample("config MODULES\n\tbool \"Modules\"\n\tdefault y\n\tmodules\n" + text);
    }

    Sample classic() {
        files.classic();
        return this;
    }

    /** The lines of the {@code .config} file. */
    Sample with(String... lines) {
        config = List.of(lines).stream().map(line -> line + "\n").collect(Collectors.joining());
        return this;
    }

    Sample target(Target given) {
        target = given;
        return this;
    }

    /** The lines about symbols that come out, in order, the one of MODULES apart. */
    Sample gives(String... lines) {
        assertThat(written().lines())
                .filteredOn(line -> line.contains("CONFIG_") && !line.contains("CONFIG_MODULES"))
                .containsExactly(lines);
        return this;
    }

    /** The whole file. */
    Sample writes(String text) {
        assertThat(written()).isEqualTo(text);
        return this;
    }

    /** What {@code savedefconfig} leaves. */
    void saves(String... lines) {
        var configuration = read(files.parsed());
        assertThat(ConfigWriter.defconfig(configuration).lines()).containsExactly(lines);
    }

    /** What was warned about in the last result, the file's warnings first. */
    void warning(String... messages) {
        assertThat(warnings).containsExactly(messages);
    }

    Configuration configuration() {
        var configuration = read(files.parsed());
        target.apply(configuration, 1);
        return configuration;
    }

    private String written() {
        var configuration = configuration();
        var text = ConfigWriter.dotConfig(configuration);
        warnings.addAll(configuration.warnings());
        return text;
    }

    private Configuration read(Kconfig model) {
        var configuration = new Configuration(model);
        var all = target.word().startsWith("all");
        var report = all
                ? ConfigReader.take(configuration, config, ".config", false)
                : ConfigReader.read(configuration, config, ".config", false);
        warnings.clear();
        warnings.addAll(report.warnings());
        return configuration;
    }
}
