package org.kernelmaven.kbuild;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.kernelmaven.UserException;

/**
 * The make variables a user sets beyond those the plugin has parameters for, such as {@code KCFLAGS=-march=znver3}.
 *
 * @param variables names and values, in the user's order
 */
public record MakeFlags(Map<String, String> variables) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]*");

    /** What would bend the build away from where the plugin looks, and what to use in its place. */
    private static final Map<String, String> REFUSED = Map.ofEntries(
            Map.entry("O", "the plugin chooses the build tree"),
            Map.entry("KBUILD_OUTPUT", "the plugin chooses the build tree"),
            Map.entry("ARCH", "use parameter <arch>"),
            Map.entry("SRCARCH", "use parameter <arch>"),
            Map.entry("CROSS_COMPILE", "use parameter <crossCompile>"),
            Map.entry("LLVM", "use parameter <llvm>"),
            Map.entry("M", "modules are projects of their own, with packaging kernel-module"),
            Map.entry("MO", "modules are projects of their own, with packaging kernel-module"),
            Map.entry("SUBDIRS", "modules are projects of their own, with packaging kernel-module"),
            Map.entry("KBUILD_EXTMOD", "modules are projects of their own, with packaging kernel-module"),
            Map.entry("KBUILD_EXTMOD_OUTPUT", "modules are projects of their own, with packaging kernel-module"),
            Map.entry("KCONFIG_CONFIG", "use parameter <config> or <configFile>"),
            Map.entry("KCONFIG_ALLCONFIG", "use parameter <config> or <configFile>"),
            Map.entry("INSTALL_PATH", "the plugin installs into its own directories"),
            Map.entry("INSTALL_MOD_PATH", "the plugin installs into its own directories"),
            Map.entry("INSTALL_MOD_DIR", "the plugin installs into its own directories"),
            Map.entry("INSTALL_HDR_PATH", "the plugin installs into its own directories"),
            Map.entry("INSTALL_DTBS_PATH", "the plugin installs into its own directories"),
            Map.entry("MODLIB", "the plugin installs into its own directories"),
            Map.entry("MAKEFLAGS", "name the variables one by one"),
            Map.entry("MFLAGS", "name the variables one by one"),
            Map.entry("GNUMAKEFLAGS", "name the variables one by one"),
            Map.entry("srctree", "the plugin chooses the source tree"),
            Map.entry("objtree", "the plugin chooses the build tree"),
            Map.entry("abs_srctree", "the plugin chooses the source tree"),
            Map.entry("abs_objtree", "the plugin chooses the build tree"),
            Map.entry("VPATH", "the plugin chooses the source tree"));

    /** Copies. */
    public MakeFlags {
        variables = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(variables));
    }

    /** No flags. */
    public static MakeFlags none() {
        return new MakeFlags(Map.of());
    }

    /**
     * Reads {@code NAME=value} words.
     *
     * @throws UserException that lists every word that is no assignment, or assigns what the plugin decides
     */
    public static MakeFlags parse(List<String> words) {
        var variables = new LinkedHashMap<String, String>();
        var wrong = new ArrayList<String>();
        for (var word : words) {
            var equals = word.indexOf('=');
            var name = equals < 0 ? word : word.substring(0, equals).strip();
            var fault = fault(word, name, equals).or(() -> repeated(name, variables));
            if (fault.isPresent()) {
                wrong.add("parameter <makeFlags>: '" + word + "': " + fault.get());
            } else {
                variables.put(name, word.substring(equals + 1).strip());
            }
        }
        if (!wrong.isEmpty()) {
            throw new UserException(String.join("\n", wrong));
        }
        return new MakeFlags(variables);
    }

    private static Optional<String> fault(String word, String name, int equals) {
        if (name.startsWith("-j") || name.startsWith("--jobs")) {
            return Optional.of("use parameter <jobs> for the number of jobs.");
        }
        if (name.startsWith("-")) {
            return Optional.of("make's own options cannot be given here, only NAME=value.");
        }
        if (equals < 0) {
            return Optional.of("is no assignment NAME=value; make targets cannot be given here.");
        }
        if (!NAME.matcher(name).matches()) {
            return Optional.of("'" + name + "' is no name of a variable; write NAME=value.");
        }
        if (word.chars().anyMatch(c -> c == '\n' || c == '\r' || c == 0)) {
            return Optional.of("a value is one line.");
        }
        return Optional.ofNullable(REFUSED.get(name)).map(cure -> name + " cannot be set here: " + cure + ".");
    }

    private static Optional<String> repeated(String name, Map<String, String> variables) {
        return variables.containsKey(name) ? Optional.of(name + " is set twice.") : Optional.empty();
    }
}
