package org.kernelmaven.kconfig.conf;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.kernelmaven.kconfig.language.Symbol;
import org.kernelmaven.kconfig.value.ConfigWriter;
import org.kernelmaven.kconfig.value.Configuration;

/**
 * Writes what the build reads of a configuration: {@code include/config/auto.conf} for make,
 * {@code include/generated/autoconf.h} for C, {@code rustc_cfg} for Rust, and one empty file a symbol, touched when its
 * value changes, that object files depend on.
 */
final class AutoConf {

    private static final Pattern LINE = Pattern.compile("CONFIG_([A-Za-z0-9_]+)=(.*)");

    private final Session session;
    private final Configuration configuration;
    private final String name;

    AutoConf(Session session, Configuration configuration) {
        this.session = session;
        this.configuration = configuration;
        this.name = session.variable("KCONFIG_AUTOCONFIG").orElse("include/config/auto.conf");
    }

    boolean exists() {
        return Files.exists(session.file(name));
    }

    /** Writes all; {@code auto.conf} comes last, because make takes it as the sign that the rest is there. */
    void write() throws IOException {
        write(name + ".cmd", dependencies());
        touchChanged();
        var title = configuration.kconfig().root().prompt();
        var heading = title == null ? "" : title.text();
        write(
                session.variable("KCONFIG_AUTOHEADER").orElse("include/generated/autoconf.h"),
                heading("/*", " *", " */", heading) + lines(AutoConf::inC));
        write(session.variable("KCONFIG_RUSTCCFG").orElse("include/generated/rustc_cfg"), lines(AutoConf::inRust));
        write(name, heading("#", "#", "#", heading) + lines(AutoConf::inMake));
    }

    /** A symbol's value as it will be written. */
    private record Written(Symbol symbol, String value) {

        boolean isOff() {
            return symbol.isLogical() && value.equals("n");
        }

        String variable() {
            return "CONFIG_" + symbol.name();
        }

        /** C and Rust want the prefix that a hex number may lack. */
        String number() {
            return symbol.type() == Symbol.Type.HEX && !value.startsWith("0x") && !value.startsWith("0X")
                    ? "0x" + value
                    : value;
        }
    }

    private List<Written> written() {
        return configuration.kconfig().symbols().stream()
                .filter(symbol -> symbol.name() != null
                        && !symbol.isConstant()
                        && symbol.type() != Symbol.Type.UNKNOWN
                        && configuration.isWritten(symbol))
                .map(symbol -> new Written(symbol, configuration.text(symbol)))
                .toList();
    }

    private String lines(Function<Written, String> line) {
        var text = new StringBuilder();
        written().stream().filter(each -> !each.isOff()).map(line).forEach(text::append);
        return text.toString();
    }

    private static String inMake(Written written) {
        return written.variable() + "=" + written.value() + "\n";
    }

    private static String inC(Written written) {
        var symbol = written.symbol();
        if (symbol.isLogical()) {
            return "#define " + written.variable() + (written.value().equals("m") ? "_MODULE" : "") + " 1\n";
        }
        var value = symbol.type() == Symbol.Type.STRING ? ConfigWriter.quoted(written.value()) : written.number();
        return "#define " + written.variable() + " " + value + "\n";
    }

    private static String inRust(Written written) {
        var flag = "--cfg=" + written.variable();
        return (written.symbol().isLogical() ? flag + "\n" : "") + flag + "=" + ConfigWriter.quoted(written.number())
                + "\n";
    }

    private static String heading(String first, String decoration, String last, String title) {
        return first + "\n" + decoration + " Automatically generated file; DO NOT EDIT.\n" + decoration + " " + title
                + "\n" + last + "\n";
    }

    /** For make: the files and environment variables that this result hangs on. */
    private String dependencies() {
        var kconfig = configuration.kconfig();
        var text = new StringBuilder("autoconfig := " + name + "\n\ndeps_config := \\\n");
        kconfig.files().forEach(file -> text.append('\t').append(file).append(" \\\n"));
        text.append("\n$(autoconfig): $(deps_config)\n$(deps_config): ;\n");
        kconfig.environment().forEach((variable, value) -> text.append("\nifneq \"$(")
                .append(variable)
                .append(")\" \"")
                .append(value)
                .append("\"\n$(autoconfig): FORCE\nendif\n"));
        return text.toString();
    }

    private void touchChanged() throws IOException {
        var before = valuesBefore();
        for (var each : written()) {
            var old = before.remove(each.symbol().label());
            if (old == null ? !each.isOff() : !old.equals(each.value())) {
                touch(each.symbol().label());
            }
        }
        // What is not written any more.
        for (var gone : before.keySet()) {
            touch(gone);
        }
    }

    private Map<String, String> valuesBefore() throws IOException {
        var values = new HashMap<String, String>();
        if (exists()) {
            for (var line : Files.readAllLines(session.file(name), StandardCharsets.UTF_8)) {
                var matcher = LINE.matcher(line);
                if (matcher.matches()) {
                    values.put(matcher.group(1), matcher.group(2));
                }
            }
        }
        return values;
    }

    private void touch(String symbol) throws IOException {
        var file = session.file(name).resolveSibling(symbol);
        ConfigOutput.createParent(file);
        Files.write(file, new byte[0]);
    }

    private void write(String file, String text) throws IOException {
        var target = session.file(file);
        ConfigOutput.createParent(target);
        Path whole = target.resolveSibling(target.getFileName() + ".tmp");
        Files.writeString(whole, text, StandardCharsets.UTF_8);
        Files.move(whole, target, StandardCopyOption.REPLACE_EXISTING);
    }
}
