package org.kernelmaven.kconfig;

import java.util.List;
import java.util.stream.Stream;
import org.kernelmaven.kconfig.language.Kconfig;
import org.kernelmaven.kconfig.value.ConfigReader;
import org.kernelmaven.kconfig.value.ConfigWriter;
import org.kernelmaven.kconfig.value.Configuration;

/**
 * One evaluation of the whole model.
 *
 * @param wanted the {@code .config} file that was read
 * @param configuration the evaluated model
 * @param text the {@code .config} that follows
 * @param result the same, read
 * @param warnings what was warned about on the way, in order
 */
record Pass(String wanted, Configuration configuration, String text, DotConfig result, List<String> warnings) {

    /** Evaluates the model as it follows from these values. */
    static Pass of(Kconfig kconfig, DotConfig config) {
        var wanted = config.text();
        var configuration = new Configuration(kconfig);
        var report = ConfigReader.read(configuration, wanted, ".config", false);
        var text = ConfigWriter.dotConfig(configuration);
        return new Pass(
                wanted,
                configuration,
                text,
                DotConfig.parse(text, "the resolved configuration"),
                Stream.concat(report.warnings().stream(), configuration.warnings().stream())
                        .map(String::strip)
                        .toList());
    }

    /** The evaluation of this one's result: of no use again where that is what was read. */
    Pass again() {
        return result.text().equals(wanted) ? this : of(configuration.kconfig(), result);
    }
}
