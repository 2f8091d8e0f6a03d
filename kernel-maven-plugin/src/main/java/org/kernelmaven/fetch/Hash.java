package org.kernelmaven.fetch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.kernelmaven.UserException;
import org.kernelmaven.store.Digests;

/**
 * A digest that names a file's content, written as the W3C's Subresource Integrity does: {@code sha256-BASE64}.
 *
 * @param algorithm {@code sha256} or {@code sha512}
 * @param hex the digest in lower-case hex: 64 or 128 digits
 */
public record Hash(String algorithm, String hex) {

    private static final Map<String, Integer> BYTES = Map.of("sha256", 32, "sha512", 64);
    private static final Pattern SRI = Pattern.compile("(sha256|sha512)-([A-Za-z0-9+/]+={0,2})");
    private static final Pattern HEX = Pattern.compile("(sha256|sha512):([0-9A-Fa-f]+)");
    private static final String FORMS = "Write sha256-BASE64, sha512-BASE64, sha256:HEX or sha512:HEX.";

    /** Checks. */
    public Hash {
        var bytes = BYTES.get(algorithm);
        if (bytes == null || hex.length() != 2 * bytes || !hex.matches("[0-9a-f]+")) {
            throw new IllegalArgumentException("not a hash: " + algorithm + ":" + hex);
        }
    }

    /** The SHA-256 of that lower-case hex. */
    public static Hash sha256(String hex) {
        return new Hash("sha256", hex);
    }

    /**
     * Reads {@code sha256-BASE64}, {@code sha512-BASE64}, {@code sha256:HEX} or {@code sha512:HEX}.
     *
     * @throws UserException that says what is wrong with the text; it names no parameter, the caller does
     */
    public static Hash parse(String text) {
        var sri = SRI.matcher(text);
        if (sri.matches()) {
            return new Hash(sri.group(1), HexFormat.of().formatHex(decode(text, sri.group(1), sri.group(2))));
        }
        var hex = HEX.matcher(text);
        if (hex.matches()) {
            var digits = hex.group(2).toLowerCase(Locale.ROOT);
            var expected = 2 * BYTES.getOrDefault(hex.group(1), 0);
            if (digits.length() != expected) {
                throw invalid(text, hex.group(1) + " has " + expected + " hex digits, here are " + digits.length());
            }
            return new Hash(hex.group(1), digits);
        }
        throw invalid(text, reason(text));
    }

    private static byte[] decode(String text, String algorithm, String base64) {
        var expected = BYTES.getOrDefault(algorithm, 0);
        try {
            var bytes = Base64.getDecoder().decode(base64);
            if (bytes.length != expected) {
                throw invalid(
                        text,
                        algorithm + " has " + expected + " bytes, the base64 text has " + bytes.length
                                + (base64.matches("[0-9a-fA-F]{64}|[0-9a-fA-F]{128}")
                                        ? " (hex digits follow a colon: " + algorithm + ":" + base64 + ")"
                                        : ""));
            }
            if (!Base64.getEncoder().encodeToString(bytes).equals(base64)) {
                throw invalid(text, "its base64 text is damaged at the end");
            }
            return bytes;
        } catch (IllegalArgumentException e) {
            throw invalid(text, "its base64 text is damaged");
        }
    }

    private static String reason(String text) {
        if (text.matches("[0-9a-fA-F]{64}")) {
            return "the algorithm is missing: sha256:" + text;
        }
        if (text.matches("[0-9a-fA-F]{128}")) {
            return "the algorithm is missing: sha512:" + text;
        }
        if (text.startsWith("md5") || text.startsWith("sha1")) {
            return "md5 and sha1 do not protect against a forged file";
        }
        if (text.matches("(sha256:)?[0-9a-df-np-sv-z]{52}")) {
            return "that looks like Nix's own base-32; 'nix hash to-sri' converts it";
        }
        return "it is in none of the known forms";
    }

    private static UserException invalid(String text, String reason) {
        return new UserException("'" + text + "' is not a hash: " + reason + ". " + FORMS);
    }

    /** The hash, by this one's algorithm, of a file's content, read in bounded memory. */
    public Hash of(Path file) throws IOException {
        return new Hash(algorithm, Digests.of(file, algorithm.equals("sha256") ? "SHA-256" : "SHA-512"));
    }

    /** The text to write into a POM: {@code sha256-BASE64}. */
    public String sri() {
        return algorithm + "-"
                + Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex));
    }

    /** For a message that a file has this hash and not the expected one: two lines, each after a line break. */
    public String insteadOf(Hash expected) {
        return "\n    expected " + expected.inBothForms() + "\n    got      " + inBothForms();
    }

    /** So that it is found in a POM whatever its author wrote: {@code sha256-BASE64 (in hex HEX)}. */
    private String inBothForms() {
        return sri() + " (in hex " + hex + ")";
    }

    @Override
    public String toString() {
        return sri();
    }
}
