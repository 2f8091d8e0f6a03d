package org.kernelmaven.kbuild;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.kernelmaven.tool.Host;

/**
 * What makes the same inputs give the same bytes, whoever builds, where and when
 * (Documentation/kbuild/reproducible-builds.rst).
 *
 * @param timestamp the time in {@code uname -v}, in the embedded initramfs and in kheaders
 * @param user who built, as {@code /proc/version} shows
 * @param host where, likewise
 * @param seed 64 hex digits for what the compiler would draw at random, from {@link RandomSeed#derive}
 */
public record Reproducibility(Instant timestamp, String user, String host, String seed) {

    /** As {@code date} prints it in the C locale, which it also reads. */
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "EEE MMM ppd HH:mm:ss 'UTC' yyyy", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    /** Checks. */
    public Reproducibility {
        RandomSeed.check(seed);
    }

    /** The make variables for a build in that view. */
    Map<String, String> variables(Path view) {
        var variables = new LinkedHashMap<String, String>();
        variables.put("KBUILD_BUILD_TIMESTAMP", DATE.format(timestamp));
        variables.put("KBUILD_BUILD_USER", user);
        variables.put("KBUILD_BUILD_HOST", host);
        variables.put("KBUILD_BUILD_VERSION", "1");
        // __FILE__, DWARF's directories, and through gcc the assembler's; Kbuild itself maps macros only.
        var map = "-ffile-prefix-map=" + view + "=.";
        variables.put("KCFLAGS", map);
        variables.put("KAFLAGS", map);
        variables.put("HOSTCFLAGS", map);
        variables.put(RandomSeed.GENERATOR_VARIABLE, RandomSeed.GENERATOR);
        return variables;
    }

    /** The environment variables for a build in that view. */
    Map<String, String> environment(Path view) {
        var environment = new TreeMap<String, String>();
        environment.put("SOURCE_DATE_EPOCH", Long.toString(timestamp.getEpochSecond()));
        environment.put("TZ", "UTC");
        // objtool's library libsubcmd has -g but not HOSTCFLAGS (tools/lib/subcmd/Makefile). On make's command line
        // this would reach the kernel's objects too; Kbuild clears what the environment says.
        environment.put("EXTRA_CFLAGS", "-ffile-prefix-map=" + view + "=.");
        return environment;
    }

    /**
     * Puts the files of this build's own into the build tree: the seed, and what keeps pahole in order. To be called
     * after the configuration is resolved and before the first make that compiles.
     *
     * @param host whose pahole runs
     * @return the directory to put first on the {@code PATH} of make, where there is one
     */
    public Optional<Path> prepare(Path view, Host host) throws IOException {
        var buildTree = view.resolve(Make.BUILD_TREE);
        RandomSeed.write(buildTree, seed);
        return PaholeInOrder.write(view, buildTree, host);
    }
}
