package org.kernelmaven.signature;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.kernelmaven.UserException;
import org.kernelmaven.kbuild.SigningKey;

/**
 * The address of a key in a token: {@code pkcs11:token=acme;object=modules?module-path=/usr/lib/libacme.so} (RFC 7512).
 *
 * @param text as the user wrote it; it holds no PIN
 * @param attributes those that choose token and key, decoded; {@code id} in hexadecimal digits
 * @param library {@code module-path}: the shared library that talks to the token
 * @param pinSource {@code pin-source}: the file that holds the PIN
 */
record TokenUri(String text, Map<String, String> attributes, Optional<String> library, Optional<String> pinSource) {

    /** What a URI of this kind starts with. */
    static final String SCHEME = "pkcs11:";

    private static final List<String> TOKEN = List.of("manufacturer", "model", "serial", "slot-id", "token");
    private static final List<String> KEY = List.of("id", "object", "type");
    private static final List<String> QUERY = List.of("module-path", "pin-source");

    /** Copies. */
    TokenUri {
        attributes = Map.copyOf(attributes);
    }

    /** @throws UserException where it is malformed, or has a PIN in it, which the message does not show */
    static TokenUri parse(String text) {
        if (text.contains("pin-value=")) {
            throw new UserException("parameter <signingKey>: the URI holds a PIN, which other users of this machine"
                    + " could see. Put it into the variable " + SigningKey.PIN + ", or use pin-source.");
        }
        var question = text.indexOf('?');
        var path = text.substring(SCHEME.length(), question < 0 ? text.length() : question);
        var attributes = read(text, path, ";", concat(TOKEN, KEY));
        var query = read(text, question < 0 ? "" : text.substring(question + 1), "&", QUERY);
        if (!attributes.getOrDefault("type", "private").equals("private")) {
            throw malformed(text, "type is '" + attributes.get("type") + "', and what signs is a private key");
        }
        if (!attributes.containsKey("object") && !attributes.containsKey("id")) {
            throw malformed(text, "neither object nor id says which key of the token it is");
        }
        attributes.remove("type");
        return new TokenUri(
                text,
                attributes,
                Optional.ofNullable(query.get("module-path")),
                Optional.ofNullable(query.get("pin-source")));
    }

    /** The attributes that a token must have. */
    Map<String, String> token() {
        return only(TOKEN);
    }

    /** The attributes that a key must have: {@code object} is its label. */
    Map<String, String> key() {
        return only(KEY);
    }

    private Map<String, String> only(List<String> names) {
        var some = new TreeMap<>(attributes);
        some.keySet().retainAll(names);
        return some;
    }

    private static Map<String, String> read(String uri, String part, String separator, List<String> known) {
        var values = new TreeMap<String, String>();
        for (var pair : part.isEmpty() ? new String[0] : part.split(separator, -1)) {
            var equals = pair.indexOf('=');
            var name = equals < 0 ? pair : pair.substring(0, equals);
            if (equals < 0 || !known.contains(name)) {
                throw malformed(uri, "'" + pair + "' is not NAME=VALUE with a NAME of " + String.join(", ", known));
            }
            var bytes = decode(uri, pair.substring(equals + 1));
            var value = name.equals("id") ? HexFormat.of().formatHex(bytes) : new String(bytes, StandardCharsets.UTF_8);
            if (values.put(name, value) != null) {
                throw malformed(uri, name + " is there twice");
            }
        }
        return values;
    }

    private static byte[] decode(String uri, String value) {
        var bytes = new ByteArrayOutputStream();
        for (var i = 0; i < value.length(); i++) {
            if (value.charAt(i) != '%') {
                bytes.writeBytes(value.substring(i, i + 1).getBytes(StandardCharsets.UTF_8));
                continue;
            }
            var digits = value.substring(i + 1, Math.min(i + 3, value.length()));
            if (!digits.matches("[0-9A-Fa-f]{2}")) {
                throw malformed(uri, "'" + value + "' has a '%' that no two hexadecimal digits follow");
            }
            bytes.write(Integer.parseInt(digits, 16));
            i += 2;
        }
        return bytes.toByteArray();
    }

    private static List<String> concat(List<String> some, List<String> more) {
        var all = new ArrayList<>(some);
        all.addAll(more);
        return all;
    }

    private static UserException malformed(String uri, String what) {
        return new UserException("parameter <signingKey>: '" + uri + "' is no address of a key in a token: " + what
                + ". Write it as in RFC 7512: pkcs11:token=TOKEN;object=KEY?module-path=/path/of/library.so");
    }

    @Override
    public String toString() {
        return text;
    }
}
