package org.kernelmaven.kbuild;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The seed of structure layout randomisation (CONFIG_RANDSTRUCT), which Kbuild otherwise draws from
 * {@code /dev/urandom}.
 *
 * <p>From 5.19 on, {@code scripts/basic/Makefile} runs a generator and would run it again over a seed file it did not
 * make, so the generator is replaced. Before, {@code scripts/gcc-plugins/gen-random-seed.sh} kept a file it found.
 */
public final class RandomSeed {

    /** The variable of {@code scripts/basic/Makefile} that names the generator. */
    static final String GENERATOR_VARIABLE = "gen-randstruct-seed";

    /** Our generator, relative to the build tree, make's working directory. The seed is in it. */
    public static final String GENERATOR = OwnFiles.DIRECTORY + "/gen-randstruct-seed.sh";

    /**
     * The file that clang reads the seed from, in a build tree and in its dev artifact
     * ({@code scripts/Makefile.randstruct}).
     */
    private static final String FILE = "scripts/basic/randstruct.seed";

    private static final Pattern SEED = Pattern.compile("[0-9a-f]{64}");

    private RandomSeed() {}

    /**
     * The seed that belongs to a source and a configuration.
     *
     * @param sourceKey what names the source's content, patches included
     * @param configDigest the digest of the resolved configuration
     * @param salt parameter {@code randstructSeed}: what keeps the layout secret; may be empty
     * @return 64 hex digits
     */
    public static String derive(String sourceKey, String configDigest, String salt) {
        var digest = sha256();
        for (var part : new String[] {"kernel-maven-plugin randstruct", sourceKey, configDigest, salt}) {
            digest.update(part.getBytes(StandardCharsets.UTF_8));
            // so that ("ab", "c") and ("a", "bc") differ
            digest.update((byte) 0);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** The file with the seed of a kernel that modules are compiled for; empty where its layouts are not at random. */
    public static Optional<Path> of(Path development) {
        return Optional.of(development.resolve(FILE)).filter(Files::isRegularFile);
    }

    static void check(String seed) {
        if (!SEED.matcher(seed).matches()) {
            throw new IllegalArgumentException("a seed has 64 hex digits: " + seed);
        }
    }

    static void write(Path buildTree, String seed) throws IOException {
        var hash = HexFormat.of().formatHex(sha256().digest(seed.getBytes(StandardCharsets.UTF_8)));
        var script = "#!/bin/sh\necho '" + seed + "' > \"$1\"\n" + "echo '#define RANDSTRUCT_HASHED_SEED \"" + hash
                + "\"' > \"$2\"\n";
        OwnFiles.write(buildTree.resolve(GENERATOR), script, OwnFiles.PROGRAM);
        // Without RANDSTRUCT nothing includes these; from 5.19 on, the first is made again from the seed.
        OwnFiles.write(
                buildTree.resolve("scripts/gcc-plugins/randomize_layout_seed.h"),
                "const char *randstruct_seed = \"" + seed + "\";\n",
                OwnFiles.PUBLIC);
        OwnFiles.write(
                buildTree.resolve("include/generated/randomize_layout_hash.h"),
                "#define RANDOMIZE_LAYOUT_HASHED_SEED \"" + hash + "\"\n",
                OwnFiles.PUBLIC);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
