package org.kernelmaven.artifact;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.kernelmaven.UserException;
import org.kernelmaven.archive.Limits;
import org.kernelmaven.archive.TarUnpacker;
import org.kernelmaven.archive.TarZstd;
import org.kernelmaven.store.Digests;

/**
 * The recipe artifact: {@code recipe.json}, {@code config} (the resolved one), {@code patches/NNN-NAME.patch}, and
 * {@code base-config} where the configuration started from a complete {@code .config}.
 */
public final class RecipeArchive {

    private static final String JSON = "recipe.json";
    private static final String CONFIG = "config";
    private static final String BASE_CONFIG = "base-config";
    private static final String PATCHES = "patches";

    private RecipeArchive() {}

    /**
     * The files of a recipe.
     *
     * @param patches for each patch of the recipe its plain text, empty where it has none
     * @param config the resolved {@code .config}
     * @param baseConfig the complete {@code .config} it started from, where it did
     */
    public record RecipeFiles(List<Optional<Path>> patches, Path config, Optional<Path> baseConfig) {
        /** Copies. */
        public RecipeFiles {
            patches = List.copyOf(patches);
        }
    }

    /**
     * An unpacked recipe.
     *
     * @param recipe what it says
     * @param files where its files are
     */
    public record Unpacked(Recipe recipe, RecipeFiles files) {}

    /**
     * Packs a recipe with its files.
     *
     * @param files must have what the recipe says it has; patches are checked against their digests
     */
    public static TarZstd.Packed pack(Recipe recipe, RecipeFiles files, Path target, Instant mtime) throws IOException {
        checkFiles(recipe, files);
        return TarZstd.write(target, mtime, tar -> {
            tar.file(JSON, RecipeJson.write(recipe).getBytes(StandardCharsets.UTF_8), false);
            if (files.baseConfig().isPresent()) {
                tar.file(BASE_CONFIG, files.baseConfig().get(), false);
            }
            tar.file(CONFIG, files.config(), false);
            for (int i = 0; i < recipe.patches().size(); i++) {
                var file = files.patches().get(i);
                if (file.isPresent()) {
                    tar.file(patchName(i, recipe.patches().get(i).name()), file.get(), false);
                }
            }
        });
    }

    /**
     * Unpacks a recipe and checks that its files are all there and what it says.
     *
     * @param into made where it does not exist, empty where it does; after a failure what is left in it is useless
     * @throws UserException where the archive is hostile, damaged, or no recipe
     */
    public static Unpacked unpack(Path archive, Path into) throws IOException {
        TarUnpacker.unpack(archive, into, 0, Limits.SMALL);
        var recipe = RecipeJson.read(JsonFields.read(existing(archive, into, JSON)));
        var patches = new ArrayList<Optional<Path>>();
        for (int i = 0; i < recipe.patches().size(); i++) {
            var patch = recipe.patches().get(i);
            patches.add(
                    patch.sha256().isPresent()
                            ? Optional.of(existing(archive, into, patchName(i, patch.name())))
                            : Optional.empty());
        }
        var baseConfig = recipe.base().target().isPresent()
                ? Optional.<Path>empty()
                : Optional.of(existing(archive, into, BASE_CONFIG));
        var files = new RecipeFiles(patches, existing(archive, into, CONFIG), baseConfig);
        for (int i = 0; i < patches.size(); i++) {
            if (patches.get(i).isPresent()
                    && !recipe.patches()
                            .get(i)
                            .sha256()
                            .equals(Optional.of(Digests.of(patches.get(i).get())))) {
                throw damaged(archive, "its patch '" + recipe.patches().get(i).name() + "' has another digest");
            }
        }
        return new Unpacked(recipe, files);
    }

    private static void checkFiles(Recipe recipe, RecipeFiles files) throws IOException {
        if (recipe.patches().size() != files.patches().size()
                || recipe.base().target().isPresent() == files.baseConfig().isPresent()) {
            throw new IllegalArgumentException("the files are not those of the recipe");
        }
        for (int i = 0; i < files.patches().size(); i++) {
            var file = files.patches().get(i);
            var digest = file.isPresent() ? Optional.of(Digests.of(file.get())) : Optional.<String>empty();
            if (!digest.equals(recipe.patches().get(i).sha256())) {
                throw new IllegalArgumentException("not the patch of the recipe: "
                        + recipe.patches().get(i).name() + " " + digest);
            }
        }
    }

    private static Path existing(Path archive, Path directory, String name) {
        var file = directory.resolve(name);
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw damaged(archive, "it has no file '" + name + "'");
        }
        return file;
    }

    private static UserException damaged(Path archive, String what) {
        return new UserException("'" + archive + "' is no recipe artifact: " + what + ".\n  Get or build it again.");
    }

    /** {@code patches/001-fix-widget.patch}: any name becomes a safe one, the number keeps it unique. */
    private static String patchName(int index, String name) {
        var safe = name.replaceAll("[^A-Za-z0-9._+-]", "-");
        var number = Integer.toString(1001 + index).substring(1);
        return PATCHES + "/" + number + "-" + safe.substring(0, Math.min(safe.length(), 100)) + ".patch";
    }
}
