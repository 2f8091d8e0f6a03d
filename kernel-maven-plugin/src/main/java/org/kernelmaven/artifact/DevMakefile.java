package org.kernelmaven.artifact;

import java.util.ArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kernelmaven.UserException;
import org.kernelmaven.artifact.DevTree.MakeDefaults;

/**
 * The kernel's top Makefile, made fit for a directory that is source and build tree in one and may have a space in its
 * path.
 *
 * <p>Three places need it. A guard refuses spaces and colons; colons make would still not take. Since Linux 6.7 make
 * calls itself once more by {@code -C $(abs_objtree) -f $(abs_srctree)/Makefile}, unquoted, and would find neither the
 * Makefile nor, by {@code $(lastword $(MAKEFILE_LIST))}, itself: in a merged tree both are the working directory. And
 * {@code ARCH} would be the machine's, {@code LLVM} off.
 */
final class DevMakefile {

    private static final Pattern GUARD =
            Pattern.compile("ifneq \\(\\$\\(words \\$\\(subst :, ,\\$\\(abs_srctree\\)\\)\\), 1\\)\\n"
                    + "\\$\\(error source directory cannot contain spaces or colons\\)\\nendif\\n");

    private static final Pattern RECURSION =
            Pattern.compile("-C \\$\\(abs_objtree\\)([ \\t]|\\\\\\n)+-f \\$\\(abs_srctree\\)/Makefile");

    private static final Pattern ARCH = Pattern.compile("(?m)^ARCH[ \\t]*\\?=[ \\t]*\\$\\(SUBARCH\\)$");

    private DevMakefile() {}

    /**
     * Rewrites.
     *
     * @throws UserException where the Makefile is not as in any kernel known
     */
    static String rewrite(String makefile, String srcArch, MakeDefaults defaults) {
        var text = GUARD.matcher(makefile).replaceFirst("");
        text = RECURSION.matcher(text).replaceAll("-f Makefile");
        var arch = ARCH.matcher(text);
        if (!arch.find()) {
            throw new UserException("The tree's Makefile has no line 'ARCH ?= $(SUBARCH)', as that of every kernel has,"
                    + " so no dev artifact can be made of it. Correct the patch that changed it.");
        }
        return arch.replaceFirst(Matcher.quoteReplacement(defaults(srcArch, defaults)));
    }

    /** What was given at the kernel's build; the environment and the command line win. */
    private static String defaults(String srcArch, MakeDefaults defaults) {
        var lines = new ArrayList<String>();
        lines.add("ARCH ?= " + value(defaults.arch()));
        // built natively elsewhere, the prefix may not exist: SUBARCH is what this machine is
        defaults.crossCompile().ifPresent(prefix -> {
            lines.add("ifneq ($(SUBARCH)," + srcArch + ")");
            lines.add("CROSS_COMPILE ?= " + value(prefix));
            lines.add("endif");
        });
        defaults.llvm().ifPresent(llvm -> lines.add("LLVM ?= " + value(llvm)));
        return String.join("\n", lines);
    }

    private static String value(String value) {
        if (!value.matches("[A-Za-z0-9_./+-]*")) {
            throw new IllegalArgumentException("not to be put into a Makefile: '" + value + "'");
        }
        return value;
    }
}
