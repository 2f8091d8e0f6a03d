package org.kernelmaven.fetch;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.kernelmaven.UserException;

/** URLs that files are downloaded from. */
public final class Uris {

    private static final Set<String> SCHEMES = Set.of("http", "https", "file");

    private Uris() {}

    /**
     * Reads an absolute {@code http:}, {@code https:} or {@code file:} URL.
     *
     * @throws UserException that says what is wrong with the text; it names no parameter, the caller does
     */
    public static URI parse(String text) {
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            // Without the cause, which repeats the text.
            throw new UserException("'" + masked(text) + "' is not a URL: " + e.getReason() + ".");
        }
        var scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!SCHEMES.contains(scheme)) {
            throw new UserException(
                    "'" + masked(text) + "' is not a URL of a file: it must start with https:, http: or file:.");
        }
        if (isFile(uri) ? uri.getPath() == null || !uri.getPath().startsWith("/") : uri.getHost() == null) {
            throw new UserException("'" + masked(text) + "' is not a whole URL: "
                    + (isFile(uri) ? "an absolute path is missing (file:///path)." : "the host is missing."));
        }
        return uri;
    }

    /** The URL without a password in it, for messages, metadata and recipes. */
    public static String shown(URI uri) {
        var text = uri.toString();
        var user = uri.getRawUserInfo();
        return user == null ? text : text.replace(user + "@", "");
    }

    /** A text that is no good URL, for messages: whatever may be a password in it is left out. */
    public static String masked(String text) {
        return text.replaceFirst("(?s)//.*@", "//…@");
    }

    static String shown(List<URI> uris) {
        return String.join(", ", uris.stream().map(Uris::shown).toList());
    }

    static boolean isFile(URI uri) {
        return "file".equalsIgnoreCase(uri.getScheme());
    }
}
