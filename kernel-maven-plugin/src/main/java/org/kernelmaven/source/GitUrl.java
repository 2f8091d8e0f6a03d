package org.kernelmaven.source;

import java.net.URI;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.kernelmaven.UserException;
import org.kernelmaven.fetch.Uris;

/**
 * Which URLs are handed to git.
 *
 * <p>git takes {@code ext::COMMAND} for a program to run, and anything with a leading dash for an option: a POM must be
 * able to do neither.
 */
final class GitUrl {

    private static final Set<String> SCHEMES = Set.of("https", "http", "ssh", "git", "file");
    private static final Pattern SCP =
            Pattern.compile("(?:[A-Za-z0-9_.][A-Za-z0-9_.-]*@)?[A-Za-z0-9][A-Za-z0-9.-]*:[^-:].*");

    private GitUrl() {}

    /**
     * Checks a repository's URL.
     *
     * @return the same text
     * @throws UserException that says what is wrong with it; it names no parameter, the caller does
     */
    static String check(String text) {
        if (text.startsWith("-") || text.contains("::") || text.chars().anyMatch(c -> c <= ' ' || c == 0x7f)) {
            throw invalid(text);
        }
        if (text.contains("://")) {
            try {
                var uri = URI.create(text);
                var scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
                var host = uri.getHost();
                var isFile = scheme.equals("file");
                if (SCHEMES.contains(scheme) && (isFile || (host != null && !host.startsWith("-")))) {
                    return text;
                }
            } catch (IllegalArgumentException e) {
                throw invalid(text);
            }
            throw invalid(text);
        }
        if (text.startsWith("/") || SCP.matcher(text).matches()) {
            return text;
        }
        throw invalid(text);
    }

    private static UserException invalid(String text) {
        return new UserException(
                "'" + Uris.masked(text) + "' is not a git repository that is used here: write an https:, http:, ssh:,"
                        + " git: or file: URL, user@host:path, or an absolute path.");
    }
}
