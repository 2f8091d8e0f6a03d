package org.kernelmaven.fetch;

import java.util.Optional;
import java.util.regex.Pattern;
import org.kernelmaven.UserException;

/**
 * Names one file of a Maven repository.
 *
 * @param groupId its group
 * @param artifactId its name in the group
 * @param version its version; a SNAPSHOT is resolved to the newest
 * @param classifier its classifier, where it has one
 * @param extension its extension, such as {@code tar.xz}
 */
public record Coordinates(
        String groupId, String artifactId, String version, Optional<String> classifier, String extension) {

    /** No path separators, no leading dash or dot: the parts become path names and nothing else. */
    private static final Pattern PART = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.+-]*");

    /**
     * Reads {@code groupId:artifactId:version:extension}, or the same with {@code :classifier} at its end.
     *
     * @throws UserException that says what is wrong with the text; it names no parameter, the caller does
     */
    public static Coordinates parse(String text) {
        var parts = text.split(":", -1);
        if (parts.length < 4 || parts.length > 5) {
            throw new UserException("'" + text + "' has " + parts.length
                    + " parts. Write groupId:artifactId:version:extension, such as"
                    + " com.acme:linux:6.1.55:tar.xz, or the same with :classifier at its end.");
        }
        for (var part : parts) {
            if (!PART.matcher(part).matches()) {
                throw new UserException("'" + text + "' has the part '" + part
                        + "', which cannot be part of Maven coordinates (letters, digits, '_', '.', '+', '-').");
            }
        }
        var classifier = parts.length == 5 ? Optional.of(parts[4]) : Optional.<String>empty();
        return new Coordinates(parts[0], parts[1], parts[2], classifier, parts[3]);
    }

    @Override
    public String toString() {
        return groupId + ":" + artifactId + ":" + version + ":" + extension
                + classifier.map(name -> ":" + name).orElse("");
    }
}
