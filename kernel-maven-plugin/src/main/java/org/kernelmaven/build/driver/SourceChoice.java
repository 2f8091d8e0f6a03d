package org.kernelmaven.build.driver;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.kernelmaven.KernelVersion;
import org.kernelmaven.UserException;
import org.kernelmaven.artifact.KernelMetadata;
import org.kernelmaven.settings.Origin;
import org.kernelmaven.settings.Setting;

/**
 * Which source a kernel's tree comes from, where its recipe does not say.
 *
 * @param text what the user, or the copy that is there, names: {@code KIND:VALUE}
 * @param packages the source package of an imported distribution's kernel, in the same form
 */
record SourceChoice(Optional<String> text, Optional<String> packages) {

    static final String PARAMETER = "kernel.driver.source";

    /** What messages tell a user to write. */
    static final String HINT = "-D" + PARAMETER + "=KIND:VALUE, such as -D" + PARAMETER + "=debian:linux-source-6.1";

    /** What only one machine has. */
    private static final Pattern LOCAL = Pattern.compile("(?:file|directory):.*");

    private static final Pattern IMAGE = Pattern.compile("(?:.*[ ,])?linux-image-[^=, ]+=([^=, ]+).*");

    /** Whether a kernel has a recipe. */
    @FunctionalInterface
    interface Recipe {
        boolean exists() throws IOException;
    }

    /** The package with the source of a kernel that was imported from Debian packages, of the same version. */
    static Optional<String> ofPackages(KernelMetadata kernel) {
        var image = IMAGE.matcher(kernel.source().description());
        if (!kernel.source().kind().equals("debian") || !image.matches()) {
            return Optional.empty();
        }
        return KernelVersion.parse(kernel.version())
                .map(version ->
                        "debian:linux-source-" + version.major() + "." + version.minor() + "=" + image.group(1));
    }

    /** What replaces the recipe's source. */
    Optional<Setting> given() {
        return text.map(SourceChoice::setting);
    }

    /** What serves where there is no recipe. */
    Optional<Setting> withoutRecipe() {
        return packages.map(SourceChoice::setting);
    }

    /** What to note beside a copy. */
    Optional<String> recorded(Recipe recipe) throws IOException {
        if (text.isPresent()) {
            return text.filter(found -> !LOCAL.matcher(found).matches());
        }
        return packages.isPresent() && !recipe.exists() ? packages : Optional.empty();
    }

    private static Setting setting(String text) {
        var origin = Origin.parameter(PARAMETER);
        var parts = text.split(":", 2);
        if (parts.length < 2) {
            throw new UserException("parameter " + PARAMETER + ": '" + text + "' is not KIND:VALUE, such as"
                    + " debian:linux-source-6.1, directory:/usr/src/linux or file:/srv/linux-6.1.55.tar.xz.");
        }
        return Setting.group("source", List.of(Setting.text(parts[0], parts[1], origin)), origin);
    }
}
